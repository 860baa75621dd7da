import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{labs,protocol,server,client,slides,scripts}/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need a Docker engine: .ci/docker runs them.
    exclude: ['tests/docker/**'],
    // Real clusters and a real browser: two files at once keep two cores busy without making Sentinel see ghosts.
    maxWorkers: 2,
    // What is concurrent in a file mostly waits for elections.
    maxConcurrency: 9,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { external: ['node-pty'] } },
  },
});
