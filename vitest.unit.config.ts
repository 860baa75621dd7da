/** Only what starts no server of the course, no lab and no browser: `npm run test:unit`, and with `-- --watch` again at each edit. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    watch: false,
    include: ['{labs,protocol,server,client,slides,scripts}/**/*.test.ts'],
    exclude: [
      // Look at what a machine that is prepared for all tests has, and at real programs in real terminals for as long as they take.
      'scripts/setup.test.ts',
      'server/driver/pty.test.ts',
      'server/driver/sandbox/limits/flood-watch.test.ts',
      'server/terminal/serve.test.ts',
      // Runs what was compiled, which may not be here, or be older than its source.
      'server/terminal/warm-up.test.ts',
    ],
    // As in vitest.config.ts.
    isolate: false,
    testTimeout: 20_000,
    server: { deps: { external: ['node-pty'] } },
  },
});
