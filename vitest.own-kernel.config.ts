import { defineConfig } from 'vitest/config';

/** What needs a kernel of its own, with cgroup v2 and a clock to move: `.ci/own-kernel` runs these there. */
export default defineConfig({
  test: {
    include: ['tests/own-kernel/**/*.test.ts', 'tests/{e2e,labs}/control-group*.test.ts'],
    // They set the clock that all share.
    fileParallelism: false,
    // It is ten times slower.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    server: { deps: { external: ['node-pty'] } },
  },
});
