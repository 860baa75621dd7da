/** A lab in its learner's time zone: what is compared on one screen must be of one clock. */
import { stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { files, hosts } from '../../labs/cluster.ts';
import { waitFor } from '../../server/base/wait.ts';
import { run } from '../contract/kit.ts';
import { startTestLab } from './test-lab.ts';

/** Summer time in November, so that a Redis that leaves it out is an hour away; and no whole hours from UTC. */
const zones = ['America/Santiago', 'Asia/Kolkata'] as const;

it.concurrent.each(zones)(
  'a lab in %s has its logs, its commands and its programs in it',
  async (timeZone) => {
    await using test = await startTestLab('caso-1', { timeZone });
    expect(test.lab.timeZone).toBe(timeZone);
    const minute = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
    const now = () => [minute.format(Date.now() - 60_000), minute.format(Date.now())];
    for (const { name } of hosts) {
      const said = await run(test.running(), name, 'date +%H:%M');
      expect(now()).toContain(said.output.trim());
    }
    const ofNode = await run(test.running(), 'cliente', 'node -p "new Date().toTimeString().slice(0, 5)"');
    expect(now()).toContain(ofNode.output.trim());
    expect(await test.running().readFile('maestro', files.sentinelLog)).toBe('');
    await run(test.running(), 'maestro', 'redis-cli -p 26379 SENTINEL SET cursoredis quorum 2');
    const line = await waitFor(
      'la línea del log',
      async () =>
        /(\d\d:\d\d):\d\d\.\d{3} # \+set/.exec(
          await test.running().readFile('maestro', files.sentinelLog),
        )?.[1],
      { deadlineMs: 5000 },
    );
    expect(now()).toContain(line);
    await test.lab.reset('caso-2');
    // A link in a lab, to a file of this machine: that one's owner stays.
    const { uid } = await stat('/usr/share/zoneinfo');
    expect((await stat(`/usr/share/zoneinfo/${timeZone}`)).uid).toBe(uid);
    expect(test.lab.timeZone).toBe(timeZone);
  },
);
