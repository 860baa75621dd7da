/** The order of the test files: vitest would begin the largest, and the longest of all would be left for the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Minutes each, by their paths' ends. Those that wait for elections, with several labs side by side, take turns with those that keep a
 * core busy: two of the first kind at once would have each other's Sentinels see ghosts.
 */
const longest = [
  'e2e/demonstration',
  'e2e/accessibility',
  'labs/limits',
  'e2e/living-slides',
  'e2e/page',
  'e2e/faults',
  'e2e/five-cases',
  'terminals/streams',
  'e2e/start',
  'labs/solutions',
  'terminals/hands',
  'e2e/persistence',
  'soak/soak',
].map((path) => `/tests/${path}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const first = longest.flatMap((path) => others.filter(({ moduleId }) => moduleId.endsWith(path)));
    return [...first, ...others.filter((file) => !first.includes(file))];
  }
}
