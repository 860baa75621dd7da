import { defineConfig } from 'vitest/config';

/** What needs a Docker engine: `.ci/docker` runs these, and `npm test` does not. */
export default defineConfig({
  test: {
    include: ['tests/docker/**/*.test.ts'],
    // They share two labs.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { external: ['node-pty'] } },
  },
});
