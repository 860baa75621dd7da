/** What can break: each fault is done, lasts as long as it lasts, and leaves nothing broken that does not mend itself. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeNames } from '../../labs/cluster.ts';
import { firstProcessOf, launchersOf, supervisorsOf } from '../lab-processes.ts';
import type { SoakLearner } from './learner.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Stand } from './stand.ts';

export interface Scene {
  readonly stand: Stand;
  readonly learners: readonly SoakLearner[];
  readonly random: SeededRandom;
  /** The longest that something is away, ms. */
  readonly longestMs: number;
}

/** Does it, and says to whom it was done. */
type Fault = (scene: Scene) => Promise<string>;

const hourMs = 3600 * 1000;

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
};

const lasting = ({ random, longestMs }: Scene): number => random.between(1000, longestMs);

/** The processes inside labs that have a terminal: field 7 of proc(5)'s stat. With their names. */
async function programs(disk: string): Promise<{ readonly pid: number; readonly name: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [stat = '', mounts = ''] = await Promise.all(
        ['stat', 'mountinfo'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
      const inLab = mounts.includes(disk) && mounts.includes(' /var/lib/redis ');
      return inLab && name !== '' && rest.split(' ')[4] !== '0' ? [{ pid: Number(pid), name }] : [];
    }),
  );
  return found.flat();
}

const faults = {
  async servidor({ stand }) {
    await stand.restart();
    return `ahora el proceso ${stand.server.pid}`;
  },

  async progreso({ stand }) {
    await stand.killProgress();
    return 'su Redis';
  },

  async laboratorio({ stand, random }) {
    const supervisors = await supervisorsOf(stand.server.pid);
    if (supervisors.length === 0) return 'ninguno encendido';
    const supervisor = random.pick(supervisors);
    kill(supervisor);
    return `su proceso ${supervisor}, de ${supervisors.length}`;
  },

  async maquina({ stand, random }) {
    const labs = (await stand.labs()).filter((name) => !name.includes('.'));
    const [lab, node] = [random.pick(labs), random.pick(nodeNames)];
    const first = await firstProcessOf(join(stand.volume.seen, 'labs', lab), node).catch(() => null);
    if (first !== null) kill(first);
    return first === null ? `${lab} está apagado` : `${node} de ${lab}`;
  },

  async programa({ stand, random }) {
    const all = await programs(stand.volume.folder.split('/').at(-1) ?? '');
    if (all.length === 0) return 'ninguno abierto';
    const { pid, name } = random.pick(all);
    kill(pid);
    return `${name}, de ${all.length}`;
  },

  async lanzador({ stand, random }) {
    // One starts the programs of all terminals, another all labs; each is there since the first.
    const launchers = await launchersOf(stand.server.pid);
    if (launchers.length === 0) return 'ninguno';
    const { pid, what } = random.pick(launchers);
    kill(pid);
    return `y con él, ${what === 'labs' ? 'todos los laboratorios' : 'todos los terminales'}`;
  },

  async corte({ learners, random }) {
    const learner = random.pick(learners);
    learner.relay.cut();
    return learner.name;
  },

  async silencio(scene) {
    const [learner, ms] = [scene.random.pick(scene.learners), lasting(scene)];
    learner.relay.lose();
    await sleep(ms);
    learner.relay.find();
    return `${learner.name}, ${ms} ms`;
  },

  async 'solo-lectura'(scene) {
    const { volume, killProgress, healthy } = scene.stand;
    const ms = lasting(scene);
    await volume.makeReadOnly(killProgress);
    await sleep(ms);
    await volume.makeWritable();
    await healthy();
    return `${ms} ms`;
  },

  async lleno(scene) {
    const { volume, healthy } = scene.stand;
    const ms = lasting(scene);
    await volume.fill();
    await sleep(ms);
    await volume.relieve();
    await healthy();
    return `${ms} ms`;
  },

  async 'a-medias'({ stand, learners, random }) {
    const learner = random.pick(learners);
    // The server ends while a lab is being made anew; and another's draft is there from before.
    const asked = learner.prepare('caso-2').catch(() => undefined);
    await sleep(random.between(0, 300));
    await stand.restart(async () => {
      const lab = random.pick(await stand.labs()).replace(/\..*$/, '');
      await mkdir(join(stand.volume.seen, 'labs', `${lab}.new`, 'nodes/maestro/etc'), { recursive: true });
    });
    await asked;
    return learner.name;
  },

  async reloj({ stand, random }) {
    const hours = random.pick([-30, -5, -1, 1, 5, 30]);
    await stand.setClock(hours * hourMs);
    return `${hours > 0 ? 'adelantado' : 'atrasado'} ${Math.abs(hours)} h`;
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;

/** Those that end the server: a stretch without them is what its memory is measured in. */
const endServer: readonly string[] = ['servidor', 'a-medias'] satisfies readonly FaultName[];

const isFault = (name: string): name is FaultName => name in faults;
export const faultNames: readonly FaultName[] = Object.keys(faults).filter(isFault);
export const lastingFaults: readonly FaultName[] = faultNames.filter((name) => !endServer.includes(name));

export const befall = (name: FaultName, scene: Scene): Promise<string> => faults[name](scene);
