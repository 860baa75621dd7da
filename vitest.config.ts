import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take a minute or two, most of it at Sentinel's own pace: begun last, they would be waited for alone. */
const longest = [
  'labs/models',
  'e2e/living-slides',
  'e2e/five-cases',
  'e2e/demonstration',
  'e2e/page',
  'classes/pages',
  'labs/solutions',
  'e2e/accessibility',
  'labs/limits',
  'e2e/start',
  'e2e/aborted-failover',
  'soak/soak',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
      return place === -1 ? longest.length : place;
    };
    // Stable: the others stay as they were, the largest first.
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: ['{labs,protocol,server,client,slides,scripts}/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need a Docker engine, or a kernel of their own: .ci/docker and .ci/own-kernel run them.
    exclude: ['tests/docker/**', 'tests/own-kernel/**'],
    // Real clusters and a real browser, that mostly wait: three files at once leave two cores room enough for Sentinel to see no ghosts.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
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
