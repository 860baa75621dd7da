/** One machine, reached by one OpenSSH connection that everything shares: scripts, terminals, logs, forwarded ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cluster } from '../../../labs/cluster.ts';
import type { HostName, Service } from '../../../labs/define.ts';
import { withoutDescriptors } from '../../base/close-descriptors.ts';
import { HostCommandFailed, HostKeyChanged, HostUnreachable } from './errors.ts';
import type { LabEntry } from './hosts-file.ts';

/** OpenSSH itself gives up connecting after 5 s (ssh-config.ts); a login takes some tenths. */
const openDeadlineMs = 15_000;
/** The longest script is stopping a lab, which waits for its processes. */
const scriptDeadlineMs = 30_000;
/** The largest answer that is kept, in bytes: a file of 1 MiB, and some more. */
const largestAnswer = 2 << 20;

const otherKey = /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|host key is known/;

export interface Connection {
  readonly node: HostName;
  /** The command that runs `remote`, a line for the machine's shell, on the machine. */
  command(remote: string, tty: boolean): readonly [string, ...string[]];
  /** Runs a shell script there; resolves with what it printed. @throws HostCommandFailed */
  run(script: string): Promise<string>;
  /** Where a service of the machine is on this one, when it comes through this connection. */
  forwarded(service: Service): string;
  readonly ended: Promise<void>;
  close(): void;
}

const ports = { redis: cluster.redisPort, sentinel: cluster.sentinelPort } as const;

/** Connects, or says why not. @throws HostKeyChanged, HostUnreachable */
export async function openConnection(
  lab: LabEntry,
  node: HostName,
  config: string,
  folder: string,
): Promise<Connection> {
  const socketOf = (service: Service) => `${folder}/${node}-${service}`;
  const forwards =
    lab.redis === 'ssh'
      ? (['redis', 'sentinel'] as const).flatMap((service) => [
          '-L',
          `${socketOf(service)}:127.0.0.1:${ports[service]}`,
        ])
      : [];
  const ready = ['-o', 'PermitLocalCommand=yes', '-o', 'LocalCommand=echo ready'];
  const [command, ...closing] = withoutDescriptors;
  const master = spawn(
    command,
    [
      ...closing,
      'setpriv',
      '--pdeathsig',
      'TERM',
      '--',
      'ssh',
      '-F',
      config,
      '-M',
      '-N',
      '-tt',
      ...ready,
      ...forwards,
      node,
    ],
    // Ctrl+C in the server's terminal is for the server.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const ended = new Promise<void>((resolve) => master.once('close', () => resolve()));
  await untilReady(lab, node, master);
  return {
    node,
    ended,
    command: (remote, tty) => ['ssh', '-F', config, tty ? '-tt' : '-T', node, remote],
    run: (script) => runScript(config, node, script),
    forwarded: socketOf,
    close: () => void master.kill(),
  };
}

function untilReady(lab: LabEntry, node: HostName, master: ChildProcess): Promise<void> {
  const { address } = lab.hosts[node];
  return new Promise((resolve, reject) => {
    let stderr = '';
    const timer = setTimeout(() => {
      stderr ||= `no responde en ${openDeadlineMs / 1000} s`;
      master.kill('SIGKILL');
    }, openDeadlineMs);
    master.stderr?.on('data', (bytes: Buffer) => {
      stderr = (stderr + bytes.toString()).slice(-2000);
    });
    master.once('error', (cause) =>
      reject(new HostUnreachable(lab.name, node, address, cause.message, { cause })),
    );
    master.stdout?.once('data', () => {
      clearTimeout(timer);
      resolve();
    });
    master.once('close', () => {
      clearTimeout(timer);
      const last = stderr.trim().split('\n').at(-1) ?? '';
      if (otherKey.test(stderr)) reject(new HostKeyChanged(lab.name, node, address));
      else reject(new HostUnreachable(lab.name, node, address, last || 'la conexión se ha cerrado'));
    });
  });
}

function runScript(config: string, node: HostName, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', ['-F', config, '-T', node, 'exec sh -s'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const answer: Buffer[] = [];
    let [size, stderr] = [0, ''];
    const timer = setTimeout(() => {
      stderr += `sin respuesta en ${scriptDeadlineMs / 1000} s`;
      child.kill('SIGKILL');
    }, scriptDeadlineMs);
    child.stdout.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size <= largestAnswer) answer.push(bytes);
    });
    child.stderr.on('data', (bytes: Buffer) => {
      stderr = (stderr + bytes.toString()).slice(-2000);
    });
    child.stdin.on('error', () => undefined); // It ended before it had read all: its exit code says so.
    child.once('error', (cause) => reject(new HostCommandFailed(node, null, cause.message, { cause })));
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(answer).toString('utf8'));
      else reject(new HostCommandFailed(node, code, stderr.trim()));
    });
    child.stdin.end(script);
  });
}
