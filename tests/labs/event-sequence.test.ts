/** What the Sentinels of a real lab log in cases 1 and 2, beside the logs that the slides show. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, nodeNames, nodeOf } from '../../labs/cluster.ts';
import type { NodeName } from '../../labs/define.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

/** `4869:X 28 Feb 2020 14:48:01.682 # +new-epoch 3` without the process, the time and the level. */
const logLine = /^\d+:X .*?\d\d:\d\d:\d\d\.\d{3} [#*] (.*)$/;

/** The events of a log, each as it was written: name and addresses. Redis 7 also logs that it saved its file. */
function eventsIn(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    const said = logLine.exec(line)?.[1] ?? '';
    return /^[+-]|voted for|^Executing user/.test(said) && !said.startsWith('+monitor') ? [said] : [];
  });
}

/** The logs in a chapter of the slides, in order. */
async function logsInSlides(file: string): Promise<string[][]> {
  const text = await readFile(join(projectFolder(), 'slides', file), 'utf8');
  const fences = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, body = '']) => body);
  return fences.map(eventsIn).filter((events) => events.length > 0);
}

/** The lab's logs, once a line of that kind has come to all of those nodes. */
async function logsOf(
  test: TestLab,
  nodes: readonly NodeName[],
  last: string,
): Promise<Record<NodeName, string[]>> {
  const read = async (node: NodeName) => eventsIn(await test.running().readFile(node, files.sentinelLog));
  await waitFor(
    `${last} en los logs`,
    async () =>
      (await Promise.all(nodes.map(read))).every((events) => events.some((event) => event.startsWith(last))),
    { deadlineMs: 60_000, everyMs: 200 },
  );
  const [maestro = [], replica1 = [], replica2 = []] = await Promise.all(nodeNames.map(read));
  return { maestro, replica1, replica2 };
}

const without = (events: readonly string[], ...starts: readonly string[]) =>
  events.filter((event) => !starts.some((start) => event.startsWith(start) || event.includes(start)));

describe('the Sentinels log what the slides show', () => {
  it('case 1: the same events, in the same order, with the same addresses, on every node', async () => {
    const [requester, elected, former] = await logsInSlides('11-caso-1.md');
    await using test = await startTestLab('caso-1');
    await test.type('replica1', 'sentinel', 'SENTINEL FAILOVER cursoredis');
    await test.passed('caso-1/dos-replicas');
    const logs = await logsOf(test, nodeNames, '+slave');
    // Whichever Sentinel first finds the old master back as a master converts it: in the slides it was replica2's.
    const conversion = '+convert-to-slave';
    expect(without(logs.replica1, conversion)).toEqual(requester);
    expect(without(logs.replica2, conversion)).toEqual(without(elected ?? [], conversion));
    expect(without(logs.maestro, conversion)).toEqual(former);
    expect(Object.values(logs).flat()).toContain(
      (elected ?? []).find((event) => event.startsWith(conversion)),
    );
  });

  it('case 2: the leader logs what the leader of the slides does, and so do the others', async () => {
    const [, leaderInSlides = [], otherInSlides = []] = await logsInSlides('12-caso-2.md');
    await using test = await startTestLab('caso-2');
    await test.type('replica2', 'redis-cli', 'SHUTDOWN');
    await test.passed('caso-2/nuevo-maestro');
    const logs = await logsOf(test, nodeNames, '+sdown slave');
    const leader = nodeNames.find((node) => logs[node].some((event) => event.startsWith('+elected-leader')));
    if (!leader) throw new Error('no Sentinel says that it was elected');
    // Who votes for whom, how many are counted at +odown, and when it is taken back, is a race that any Sentinel may win.
    const race = ['voted for', '+vote-for-leader', '+odown', '-odown', '+new-epoch'];
    expect(without(logs[leader], ...race)).toEqual(without(leaderInSlides, ...race));
    expect(logs[leader]).toContain(`+vote-for-leader ${nodeOf(leader).sentinelId} 4`);
    expect(
      logs[leader].some((event) =>
        event.startsWith('+odown master cursoredis 192.168.157.148 6379 #quorum '),
      ),
    ).toBe(true);
    // They hear of it from the leader, or from who has just heard.
    const told = (events: readonly string[]) =>
      without(events, ...race, '+try-failover').map((event) =>
        event.replace(/^(\+config-update-from sentinel) [0-9a-f]{40} [\d.]+/, '$1'),
      );
    for (const node of nodeNames.filter((name) => name !== leader)) {
      expect([node, told(logs[node])]).toEqual([node, told(otherInSlides)]);
      expect(logs[node]).toContain('+new-epoch 4');
    }
  });
});
