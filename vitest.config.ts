import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{labs,protocol,server,client,slides,scripts}/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need a Docker engine, or a kernel of their own: .ci/docker and .ci/own-kernel run them.
    exclude: ['tests/docker/**', 'tests/own-kernel/**'],
    // Real clusters and a real browser, that mostly wait: three files at once leave two cores room enough for Sentinel to see no ghosts.
    maxWorkers: 3,
    // What files import is imported once in each worker: it took a sixth of the tests' CPU. No file changes what it imports.
    isolate: false,
    // What is concurrent in a file mostly waits for elections, but begins all at once, with a page and a lab for each.
    maxConcurrency: 6,
    // Deadlines, not speeds: a machine may be three times as slow as another, and what is waited for names itself sooner.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    server: { deps: { external: ['node-pty'] } },
  },
});
