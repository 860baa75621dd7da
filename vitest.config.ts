import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{labs,protocol,server,client,slides,scripts}/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need a Docker engine, or a kernel of their own: .ci/docker and .ci/own-kernel run them.
    exclude: ['tests/docker/**', 'tests/own-kernel/**'],
    // Real clusters and a real browser, that mostly wait: three files at once leave two cores room enough for Sentinel to see no ghosts.
    maxWorkers: 3,
    // What is concurrent in a file mostly waits for elections, but begins all at once, with a page and a lab for each.
    maxConcurrency: 6,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is polled for is often a Sentinel's, that has its own pace.
    expect: { poll: { timeout: 10_000 } },
    server: { deps: { external: ['node-pty'] } },
  },
});
