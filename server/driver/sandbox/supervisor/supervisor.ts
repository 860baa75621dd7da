/** Starts and ends the sandbox supervisor of a lab, and with it all its processes: see supervisor.sh. */
import { readFile } from 'node:fs/promises';
import { createInterface, type Interface } from 'node:readline';
import { isHostName } from '../../../../labs/cluster.ts';
import type { HostName } from '../../../../labs/define.ts';
import { systemPath } from '../../../../scripts/find-program.mjs';
import { waitFor } from '../../../base/wait.ts';
import { LabStartFailed, NamespacesForbidden } from '../../errors.ts';
import { type Exit, launchPiped, type Piped } from '../../launcher.ts';
import { writeLabMounts } from '../files/lab-mounts.ts';
import type { LabIdentity } from '../identity.ts';
import type { ControlGroup } from '../limits/control-group.ts';
import { shareLess } from '../limits/priority.ts';
import type { Tool } from '../tools/client-tools.ts';
import { findInit, findInside } from './process-tree.ts';
import { supervisorCommand } from './supervisor-command.ts';

/** Building four sandboxes takes 0.2 s in all; one that says nothing for so long is not slow, but stuck, ms. */
const standstillMs = 30_000;
/** Of what the kernel has been told to end, ms. */
const endDeadlineMs = 5000;

export interface Supervisor {
  /** The supervisor's own first process, as this machine counts. */
  readonly init: number;
  /** Each node's first process, as this machine counts. */
  readonly nodes: Readonly<Record<HostName, number>>;
  /** Resolves when no process of the lab is left. */
  readonly ended: Promise<void>;
  /** Ends every process of the lab at once, as a power cut does, and waits until none is left. */
  kill(): Promise<void>;
}

/** Turns the hosts of a lab on; its group, where it has one, is closed with it. @throws LabStartFailed, NamespacesForbidden */
export async function startSupervisor(
  id: string,
  folder: string,
  scriptPath: string,
  identity: LabIdentity,
  shared: readonly Tool[],
  clients: readonly Tool[],
  group: ControlGroup | null,
): Promise<Supervisor> {
  const mounts = identity.changes ? await writeLabMounts(folder, [...shared, ...clients]) : null;
  const script = await readFile(scriptPath, 'utf8');
  const [file, ...args] = supervisorCommand(folder, script, identity, shared, clients, mounts);
  const { program, started, exit } = launchSupervisor(file, args, group);
  void started.then((pid) => shareLess(pid, identity.niceness));
  let init: number | null = null;
  const ended = exit.then(() => (init === null ? undefined : untilGone(init))).then(() => group?.close());
  // When one host ends by itself, the lab does, and starts again as a whole.
  const lines = createInterface({ input: program.stdout });
  lines.on('line', (line) => line.startsWith('ended ') && program.closeStdin());
  try {
    const inner = await announcedNodes(id, program, exit, lines);
    const first = await findInit(await started);
    if (first === null) throw new LabStartFailed(id, 'no se encuentra su primer proceso');
    init = first;
    let over = false;
    void ended.then(() => {
      over = true;
    });
    const kill = async () => {
      if (!over) endProcess(first); // Once over, its number may be another process's.
      await ended;
    };
    return { init: first, nodes: await hostNumbers(id, first, inner), ended, kill };
  } catch (error) {
    program.closeStdin();
    program.signal('KILL');
    await ended;
    throw error;
  }
}

interface LaunchedSupervisor {
  readonly program: Piped;
  /** Its number; pending for ever where it could not be started. */
  readonly started: Promise<number>;
  readonly exit: Promise<Exit>;
}

function launchSupervisor(
  file: string,
  args: readonly string[],
  group: ControlGroup | null,
): LaunchedSupervisor {
  let onStart: (pid: number) => void = () => undefined;
  let onEnd: (exit: Exit) => void = () => undefined;
  const started = new Promise<number>((resolve) => {
    onStart = resolve;
  });
  const exit = new Promise<Exit>((resolve) => {
    onEnd = resolve;
  });
  const env = { PATH: systemPath };
  const program = launchPiped({ file, args, cwd: '/', env, group: group?.folder }, { onStart, onEnd });
  return { program, started, exit };
}

/** Where the launcher was killed, the lab is told so by the kernel, and takes a moment to end. A number is not waited for longer: it may be another's by now. */
async function untilGone(pid: number): Promise<void> {
  const gone = async () => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    return stat === null || /\) [ZX] /.test(stat);
  };
  await waitFor(`el fin del proceso ${pid}`, gone, { deadlineMs: endDeadlineMs, everyMs: 5 }).catch(
    () => undefined,
  );
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Reads `node NAME PID` lines until `ready`; between two, whatever they say, a slow machine may take its time. */
function announcedNodes(
  id: string,
  program: Piped,
  exit: Promise<Exit>,
  lines: Interface,
): Promise<Map<HostName, number>> {
  return new Promise((resolve, reject) => {
    const found = new Map<HostName, number>();
    let stderr = '';
    program.stderr.on('data', (bytes: Buffer) => {
      stderr = (stderr + bytes.toString()).slice(-2000);
    });
    const fail = (reason: string) =>
      reject(new LabStartFailed(id, `${reason}${stderr ? `: ${stderr.trim()}` : ''}`));
    const timer = setTimeout(
      () => fail(`sus hosts no avanzan desde hace ${standstillMs / 1000} s`),
      standstillMs,
    );
    void exit.then(({ code, signal }) => {
      clearTimeout(timer);
      if (/unshare.*(Operation not permitted|Permission denied|No space left)/.test(stderr))
        reject(new NamespacesForbidden());
      else fail(`su proceso ha terminado (${signal === null ? code : 'por una señal'})`);
    });
    lines.on('line', (line) => {
      // Whatever it says, it gets on.
      timer.refresh();
      const [word, name = '', pid] = line.split(' ');
      if (word === 'ended') fail(`el host ${name} ha terminado al arrancar`);
      if (word === 'node' && isHostName(name)) found.set(name, Number(pid));
      if (word !== 'ready') return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

async function hostNumbers(
  id: string,
  init: number,
  inner: Map<HostName, number>,
): Promise<Record<HostName, number>> {
  const numberOf = async (node: HostName): Promise<number> => {
    const pid = await findInside(init, inner.get(node) ?? -1);
    if (pid === null) throw new LabStartFailed(id, `no se encuentra el primer proceso de ${node}`);
    return pid;
  };
  const [maestro, replica1, replica2, cliente] = await Promise.all([
    numberOf('maestro'),
    numberOf('replica1'),
    numberOf('replica2'),
    numberOf('cliente'),
  ]);
  return { maestro, replica1, replica2, cliente };
}
