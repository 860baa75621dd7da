/** The models behind the figures, held against what Redis and Sentinel do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import type { NodeName } from '../../labs/define.ts';
import { decide } from '../../labs/models/decision.ts';
import { detect } from '../../labs/models/detection.ts';
import { isolate } from '../../labs/models/isolation.ts';
import { nodeNames } from '../../protocol/names.ts';
import { waitFor } from '../../server/base/wait.ts';
import { runScript } from './run-script.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

const seconds = (ms: number): number => ms / 1000;

/** One or two of the three, the master's host among them or not. */
const cuts: readonly (readonly number[])[] = [[0], [1], [2], [0, 1], [0, 2], [1, 2]];
const named = (host: number): NodeName => nodeNames[host] ?? 'maestro';
/** Less, and a busy machine has Sentinels that see ghosts. */
const downAfterMs = 3000;
/** Long enough for a doubt, an agreement and an election; a group that may not elect has had its time by then. */
const decidedMs = 7000;
/** Two of a group that ask for votes at once may tie, and begin again after twice failover-timeout. */
const electedDeadlineMs = 40_000;

async function setOnAll(test: TestLab, ...settings: readonly string[]): Promise<void> {
  for (const node of nodeNames) {
    const command = `redis-cli -p ${cluster.sentinelPort} SENTINEL SET ${cluster.masterName} ${settings.join(' ')}`;
    expect((await runScript(test.running(), node, command)).output).toBe('OK\n');
  }
}

it.concurrent.each([1, 2, 3])(
  'with quorum %i of three, whoever is cut off, those decide who should',
  async (quorum) => {
    await using test = await startTestLab('caso-1', { downAfterMs });
    for (const hosts of cuts) {
      await test.lab.reset('caso-1');
      await setOnAll(test, 'quorum', `${quorum}`);
      const { groups } = decide({ hosts: nodeNames.length, quorum, cut: new Set(hosts) });
      // The master's host is the last, or the others agree before they are alone.
      for (const host of hosts.toReversed()) await test.running().cutNetwork(named(host));
      const from = Date.now();
      const said = (members: readonly number[], name: string) =>
        test.events.some(
          (event) =>
            event.name === name &&
            (name !== '+odown' || event.args.startsWith('master')) &&
            members.some((host) => named(host) === event.node),
        );
      for (const { members, elects } of groups)
        if (elects)
          await waitFor('una elección', () => said(members, '+elected-leader'), {
            deadlineMs: electedDeadlineMs,
          });
      await sleep(Math.max(0, from + decidedMs - Date.now()));
      const seen = groups.map(({ members }) => ({
        members,
        agrees: said(members, '+odown'),
        elects: said(members, '+elected-leader'),
      }));
      expect(seen, `hosts ${hosts} cut`).toEqual(
        groups.map(({ members, agrees, elects }) => ({ members, agrees, elects })),
      );
    }
  },
);

describe('a master that answers nobody for a while', () => {
  const pings = [0, 0.5, 1];
  it.concurrent.each([{ lasts: 3 }, { lasts: 9 }])(
    '$lasts s, is held for down when the model says',
    async ({ lasts }) => {
      await using test = await startTestLab('caso-1', { downAfterMs: 5000 });
      const model = detect({ downAfter: 5, quorum: 2, lasts, pings });
      // By the machine's clock, as the events are: the shell that pauses it takes its time to start.
      const paused = await runScript(
        test.running(),
        'maestro',
        `date +%s%3N; redis-cli CLIENT PAUSE ${lasts * 1000} ALL`,
      );
      const from = Number(paused.output.split('\n')[0]);
      await sleep(lasts * 1000 + 1000);
      const of = (name: string) =>
        test.events.filter((event) => event.name === name && event.args.startsWith('master'));
      const doubts = of('+sdown').map(({ at }) => seconds(at - from));
      expect(doubts.length).toBe(model.sdown.filter((at) => at !== null).length);
      // Each Sentinel looks ten times a second, and an event is some time on its way: half a second is room for both.
      for (const at of doubts) {
        expect(at).toBeGreaterThan(Math.min(...model.sdown.map((each) => each ?? 0)) - 0.2);
        expect(at).toBeLessThan(Math.max(...model.sdown.map((each) => each ?? 0)) + 0.5);
      }
      const [agreed] = of('+odown').map(({ at }) => seconds(at - from));
      const second = doubts.toSorted((a, b) => a - b)[1];
      if (model.odown === null) expect(agreed).toBeUndefined();
      else expect((agreed ?? 0) - (second ?? 0)).toBeLessThan(0.5);
    },
  );
});

describe('a master that the network leaves alone, with someone who writes on its side', () => {
  const cut = 12;
  const writes = `for n in $(seq 1 400); do
    redis-cli SADD solo $n | grep -q 1 && echo "$n $(date +%s%3N)"; sleep 0.1
  done`;
  it.concurrent.each([{ maxLag: null }, { maxLag: 3 }])(
    'asked for a lag of $maxLag s, takes and loses what the model says',
    async ({ maxLag }) => {
      await using test = await startTestLab('caso-6', { downAfterMs: 5000 });
      const lab = test.running();
      if (maxLag !== null)
        await runScript(
          lab,
          'maestro',
          `redis-cli CONFIG SET min-replicas-to-write 1; redis-cli CONFIG SET min-replicas-max-lag ${maxLag}`,
        );
      const model = isolate({ cut, maxLag });
      await lab.cutNetwork('maestro');
      const from = Date.now();
      const writing = runScript(lab, 'maestro', writes);
      await sleep(cut * 1000);
      await lab.restoreNetwork('maestro');
      const written = (await writing).output
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number));
      const kept = (await runScript(lab, 'maestro', 'redis-cli SCARD solo')).output;
      expect(kept, 'what was acknowledged is gone').toBe('(integer) 0\n');
      const last = seconds((written.at(-1)?.[1] ?? 0) - from);
      // Replicas are counted once a second, and the last of what is written is up to a look of Sentinel's before its end.
      expect(last).toBeGreaterThan(model.acceptsUntil - 3);
      expect(last).toBeLessThan(model.acceptsUntil + 3);
    },
  );
});
