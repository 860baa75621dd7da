/** The package for machines without internet or compiler (`npm run empaqueta`): on such a machine, as its user has it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../labs/cases/index.ts';
import type { LabView } from '../../protocol/lab.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import { arrive, atPrompt, listenToLab, prepareCase, typeLine } from '../as-a-person.ts';
import { PlainClient } from '../terminals/plain-client.ts';

const startDeadlineMs = 30_000;
const checkDeadlineMs = 45_000;
const typingDeadlineMs = 15_000;

/** What the machine has not: each is empty there. */
const hidden = 'node npm npx corepack python3 make gcc g++ cc c++ cpp';
/** Becomes its arguments, on a machine with a network of its own that leads nowhere. */
const elsewhere = `for program in ${hidden}; do
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /root/.pyenv/shims; do
    [ ! -e $folder/$program ] || mount --bind /dev/null $folder/$program
  done
done
ip link set lo up
exec "$@"`;
const listening = `const net = require('node:net');
net.createServer((near) => near.pipe(net.connect(process.argv[1])).pipe(near)).listen(process.argv[2]);`;

describe.skipIf(process.getuid?.() !== 0)('the package', () => {
  let folder: string;
  let course: string;
  let server: ChildProcess | undefined;
  let output = '';
  let bridge: ChildProcess | undefined;
  const entrance = createServer((near) => {
    const far = connect(join(folder, 'red'));
    for (const end of [near, far]) end.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-paquete-'));
    execFileSync(process.execPath, [join(projectFolder(), 'scripts/empaqueta.mjs'), folder], {
      env: { ...process.env, ZSTD_CLEVEL: '1' },
    });
    const file = (await readdir(folder)).find((name) => name.endsWith('.tar.zst')) ?? '';
    execFileSync('tar', ['-xf', file], { cwd: folder });
    course = join(folder, file.replace(/-linux-.*/, ''));
  }, 120_000);
  afterAll(async () => {
    entrance.close();
    bridge?.kill('SIGKILL');
    if (server?.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'close');
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Starts it there, and resolves with an address that leads to it. */
  const start = async (): Promise<string> => {
    const args = ['--net', '--mount', 'sh', '-c', elsewhere, 'sh', join(course, 'curso')];
    const env = { PATH: '/usr/bin:/bin', PORT: '0', CURSO_DATA: join(folder, 'datos') };
    server = spawn('unshare', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (bytes: Buffer) => {
        output += bytes.toString();
      });
    const port = await waitFor(
      'la línea «Curso listo»',
      () => {
        if (server?.exitCode !== null) throw new Error(`it ended: ${output}`);
        return /^Curso listo: http:\/\/localhost:(\d+)\/$/m.exec(output)?.[1];
      },
      { deadlineMs: startDeadlineMs },
    );
    // A socket with a name is of no network.
    const enter = [
      '-t',
      String(server.pid),
      '-n',
      process.execPath,
      '-e',
      listening,
      port,
      join(folder, 'red'),
    ];
    bridge = spawn('nsenter', enter, { stdio: 'ignore' });
    await waitFor('el camino hasta el servidor', async () => (await readdir(folder)).includes('red'), {
      deadlineMs: startDeadlineMs,
    });
    entrance.listen(0, '127.0.0.1');
    await once(entrance, 'listening');
    const address = entrance.address();
    return `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
  };

  it('has a checksum of each of its files, and no file of ours that does not run', async () => {
    execFileSync('sha256sum', ['--check', '--quiet', 'SUMAS.sha256'], { cwd: course });
    const [sum] = (await readdir(folder)).filter((name) => name.endsWith('.sha256'));
    execFileSync('sha256sum', ['--check', '--quiet', sum ?? ''], { cwd: folder });
    expect(await readdir(join(course, 'dist'))).toEqual(['client', 'labs', 'protocol', 'scripts', 'server']);
    expect(await readdir(join(course, 'node_modules'))).not.toContain('vite');
  });

  it('plays a case where there is no npm, no compiler, no Node.js and no network', async () => {
    const url = await start();
    const [definition] = cases;
    if (!definition) throw new Error('no case');
    const cookie = await arrive(url);
    let view: LabView | null = null;
    const socket = listenToLab(url, cookie, (notice) => {
      if (notice.type === 'lab') view = notice.lab;
    });
    await prepareCase(url, cookie, definition.id);
    const passed = (id: string) =>
      waitFor(
        `${id} demostrado`,
        () => view?.checks.some((check) => check.id === id && check.provenAt !== null),
        {
          deadlineMs: checkDeadlineMs,
        },
      );
    for (const step of definition.solution) {
      if ('until' in step) {
        await passed(step.until);
        continue;
      }
      const { on: node, program } = step;
      const terminal = await PlainClient.open(url, cookie, { node, program, cols: '80', rows: '24' });
      await waitFor(`el prompt de ${program} en ${node}`, () => atPrompt(terminal, program, node), {
        deadlineMs: typingDeadlineMs,
      });
      await typeLine(terminal, step.type, { pause: () => 0 });
      await terminal.shows('\n');
      terminal.socket.close();
    }
    for (const { id } of definition.checks) await passed(id);
    socket.close();
    socket.close();
    // The application of case 8 has the package's own Node.js.
    const client = await PlainClient.open(url, cookie, {
      node: 'cliente',
      program: 'shell',
      cols: '80',
      rows: '24',
    });
    await waitFor('el prompt de cliente', () => atPrompt(client, 'shell', 'cliente'), {
      deadlineMs: typingDeadlineMs,
    });
    await typeLine(client, 'node --version', { pause: () => 0 });
    await client.shows(`${process.version}\r\n`);
    client.socket.close();
  });
});
