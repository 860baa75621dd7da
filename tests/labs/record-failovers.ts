/**
 * Records what a page is told of real crashes and failovers: for the figures of the slides, and for unit tests.
 * `npx tsc -b tests && node dist/tests/labs/record-failovers.js [caida…]`; look at what changed before committing it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeNames } from '../../protocol/names.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

/** Until the old master has been converted. */
const settledMs = 14_000;

const stories: Readonly<Record<string, { prepare: string; live(test: TestLab): Promise<void> }>> = {
  pedido: {
    prepare: 'caso-1',
    async live(test) {
      await test.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
      await sleep(settledMs);
    },
  },
  caida: {
    prepare: 'caso-2',
    async live(test) {
      await test.type('replica2', 'redis-cli', 'SHUTDOWN');
      await sleep(settledMs);
      await test.type('replica2', 'shell', 'rc-service redis start');
      await sleep(settledMs);
    },
  },
  'sin-quorum': {
    prepare: 'caso-5',
    async live(test) {
      await test.type('replica2', 'sentinel', 'SHUTDOWN');
      await test.type('replica2', 'redis-cli', 'SHUTDOWN');
      await sleep(settledMs);
    },
  },
  'sin-sentinel': {
    prepare: 'caso-2',
    async live(test) {
      for (const node of nodeNames) await test.type(node, 'shell', 'rc-service redis-sentinel stop');
      await sleep(settledMs);
      await test.type('replica2', 'redis-cli', 'SHUTDOWN');
      await sleep(settledMs);
      await test.type('replica2', 'shell', 'rc-service redis start');
      await sleep(settledMs);
    },
  },
};

const asked = process.argv.slice(2);
for (const [name, { prepare, live }] of Object.entries(stories)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  await using test = await startTestLab(prepare);
  await live(test);
  const path = join(projectFolder(), 'client/recordings', `${name}.json`);
  const { moments, events } = test.lab.history();
  const rows = (values: readonly unknown[]) =>
    values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  await writeFile(
    path,
    `{\n  "moments": [\n${rows(moments)}\n  ],\n  "events": [\n${rows(events)}\n  ]\n}\n`,
  );
}
