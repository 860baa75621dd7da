import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more, longest first: begun last, one would leave the other workers idle. */
const long = [
  'living-slides',
  'accessibility',
  'five-cases',
  'demonstration',
  'wrong-ways',
  'page',
  'start',
  'streams',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = long.indexOf(basename(moduleId, '.test.ts'));
      return place < 0 ? long.length : place;
    };
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    include: ['{labs,protocol,server,client,slides,scripts}/**/*.test.ts', 'tests/**/*.test.ts'],
    // They need a Docker engine: .ci/docker runs them.
    exclude: ['tests/docker/**'],
    // Real clusters and a real browser, that mostly wait: three files at once leave two cores room enough for Sentinel to see no ghosts.
    maxWorkers: 3,
    // What is concurrent in a file mostly waits for elections.
    maxConcurrency: 9,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { external: ['node-pty'] } },
  },
});
