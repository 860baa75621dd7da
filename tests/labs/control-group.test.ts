/** What the kernel itself holds of a lab that has a control group: its processes, its memory, its share of the CPU. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { controllers, openControlGroup } from '../../server/driver/sandbox/limits/control-group.ts';
import { mostInGroup, mostMemory } from '../../server/driver/sandbox/limits/limits.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { controllersHere, type DelegatedGroup, delegateGroup, noGroupHere } from '../delegated-group.ts';
import { startTestLab, type TestLab } from './test-lab.ts';

const missing = controllers.filter((each) => !controllersHere.includes(each));
const why = noGroupHere ?? (missing.length > 0 ? `its control groups lack ${missing.join(', ')}` : null);

describe.skipIf(why)(`the control group of a lab${why ? ` (${why})` : ''}`, () => {
  let delegated: DelegatedGroup;
  let labsFolder: string;
  let greedy: TestLab;
  let opened = 0;
  const lab = () => join(delegated.folder, `laboratorio-${process.pid}-${opened}`);
  const figure = (file: string, name = ''): number =>
    Number(new RegExp(`^${name} ?(\\d+)$`, 'm').exec(readFileSync(join(lab(), file), 'utf8'))?.[1]);

  beforeAll(async () => {
    delegated = delegateGroup();
    labsFolder = await mkdtemp(join(tmpdir(), 'curso-grupo-'));
    writeFileSync(
      join(delegated.folder, 'cgroup.subtree_control'),
      controllers.map((each) => `+${each}`).join(' '),
    );
    const delegation = {
      controllers,
      open(niceness: number) {
        opened += 1;
        return openControlGroup(lab(), controllers, niceness);
      },
      release: () => undefined,
    };
    const driver = createSandboxDriver({
      labsFolder,
      projectFolder: projectFolder(),
      niceness: 15,
      delegation,
    });
    greedy = await startTestLab('caso-1', { driver });
  });
  afterAll(async () => {
    await greedy[Symbol.asyncDispose]();
    await delegated[Symbol.asyncDispose]();
    await rm(labsFolder, { recursive: true, force: true });
  });

  const start = (script: string) =>
    greedy.running().spawn('maestro', ['bash', '-c', script], { cols: 100, rows: 30 });
  const error = (): string => greedy.lab.view(new Map()).error ?? '';
  const told = (words: RegExp) =>
    waitFor(`se dice ${words}`, () => words.test(error()), {
      deadlineMs: 60_000,
    });
  const wholeAfterReset = async () => {
    await greedy.lab.reset('caso-1');
    expect(greedy.lab.view(new Map())).toMatchObject({ state: 'running', converged: true, error: null });
  };

  it('bounds its processes, however many a fork bomb asks for', async () => {
    expect(figure('pids.max')).toBe(mostInGroup);
    start('bomba() { bomba | bomba & }; bomba; sleep 60');
    await told(/límite de 400 procesos/);
    expect(figure('pids.current')).toBeLessThanOrEqual(mostInGroup);
    await wholeAfterReset();
  });

  it('bounds its memory at once, and its learner is told', async () => {
    start(`for _ in 1 2 3 4 5 6 7 8; do perl -e 'my $x = "x" x shift; sleep 60' 220000000 & done; wait`);
    let [peak, killed] = [0, 0];
    const look = () => {
      peak = Math.max(peak, figure('memory.current'));
      killed = Math.max(killed, figure('memory.events', 'oom_kill'));
    };
    await waitFor(
      'se dice que ha pasado de su memoria',
      () => {
        const told = /1 GiB de memoria.*se ha apagado/.test(error());
        if (!told) look();
        return told;
      },
      // Its pages come slowly under a kernel that is a process itself.
      { deadlineMs: 180_000, everyMs: 5 },
    );
    expect(killed).toBeGreaterThan(0);
    expect(peak).toBeGreaterThan(mostMemory * 0.9);
    expect(peak).toBeLessThanOrEqual(mostMemory);
    await wholeAfterReset();
  });

  it('weighs little beside the server as a whole, however many of its programs run', async () => {
    const beside = join(delegated.folder, 'servidor');
    mkdirSync(beside);
    const usage = (folder: string): number =>
      Number(/^usage_usec (\d+)$/m.exec(readFileSync(join(folder, 'cpu.stat'), 'utf8'))?.[1]);
    const busy: ChildProcess[] = cpus().map(() =>
      spawn('sh', ['-c', `echo $$ >${beside}/cgroup.procs; while :; do :; done`]),
    );
    for (let each = 0; each < 8; each += 1) start('while :; do :; done');
    await sleep(500);
    const before = [usage(lab()), usage(beside)] as const;
    await sleep(3000);
    const [labs, servers] = [usage(lab()) - before[0], usage(beside) - before[1]];
    for (const each of busy) each.kill();
    // Niceness 12 is a fifteenth.
    expect(labs / servers).toBeLessThan(0.15);
    await wholeAfterReset();
  });
});
