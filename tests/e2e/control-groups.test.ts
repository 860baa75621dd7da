/** A server to which a control group was delegated: each lab has one in it, and nothing of that outlives what it is for. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import { delegateGroup, noGroupHere } from '../delegated-group.ts';
import { processesOf } from '../lab-processes.ts';
import { PlainClient } from '../terminals/plain-client.ts';
import { type RunningServer, runServer, startServer } from './server.ts';

const labGroup = /^laboratorio-\d+-\d+$/;

/** Someone arrives: their lab is on, and they have a shell. */
async function arrive({ url, dataFolder }: RunningServer) {
  const answer = await fetch(`${url}/api/lab`);
  expect(await answer.json()).toMatchObject({ state: 'running' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const [lab = ''] = await readdir(join(dataFolder, 'labs'));
  const query = { node: 'maestro', program: 'shell', cols: '80', rows: '24' };
  return { folder: join(dataFolder, 'labs', lab), shell: await PlainClient.open(url, cookie, query) };
}

async function groupsOf(lab: string): Promise<string[]> {
  const lines = await processesOf(lab);
  return Promise.all(
    lines.map(async (line) => {
      const groups = await readFile(`/proc/${line.split(' ')[0]}/cgroup`, 'utf8').catch(() => '');
      return /^0::.*\/(.*)$/m.exec(groups)?.[1] ?? '';
    }),
  );
}

describe.skipIf(noGroupHere)(`a server with a control group${noGroupHere ? ` (${noGroupHere})` : ''}`, () => {
  const env = { CURSO_POOL: '0' };

  it('has each lab in one of its own, what is typed into too, and gives all back when it ends', async () => {
    await using delegated = delegateGroup();
    await using server = await startServer({ env, through: delegated.through() });
    const { folder, shell } = await arrive(server);
    shell.type('sleep 1234 & echo he""cho\r');
    await shell.shows('hecho');
    const groups = await groupsOf(folder);
    // Four hosts, each with its sandbox and its first process, six services, and what was typed.
    expect(groups.length).toBeGreaterThanOrEqual(4 * 2 + 6 + 2);
    expect(new Set(groups)).toEqual(new Set([expect.stringMatching(labGroup)]));
    expect(await delegated.groups()).toHaveLength(2);
    await shell.leave();
    await server.kill('SIGTERM');
    expect(await delegated.groups()).toEqual([]);
  });

  it('removes at its start what one that was killed has left', async () => {
    await using delegated = delegateGroup();
    await using killed = await startServer({ env, through: delegated.through() });
    await arrive(killed);
    await killed.kill('SIGKILL');
    const left = (await delegated.groups()).filter((name) => labGroup.test(name));
    expect(left).toHaveLength(1);
    // As from a shell that the one before had moved; the group itself takes no process while it hands controllers on.
    await using next = await startServer({ env, through: delegated.through('servidor') });
    await waitFor(
      'lo que quedaba se ha quitado',
      async () => (await delegated.groups()).every((name) => name === 'servidor'),
      { deadlineMs: 5000 },
    );
    await next.kill('SIGTERM');
    expect(await delegated.groups()).toEqual([]);
  });

  it('says that another process is in it, and goes on without', async () => {
    await using delegated = delegateGroup();
    const stranger = spawn('sleep', ['60']);
    await writeFile(join(delegated.folder, 'cgroup.procs'), String(stranger.pid));
    await using server = await startServer({ env, through: delegated.through() });
    await arrive(server);
    expect(await delegated.groups()).toEqual([]);

    const folder = await mkdtemp(join(tmpdir(), 'curso-grupo-'));
    const { stderr } = await runServer(folder, { PORT: new URL(server.url).port }, delegated.through());
    await rm(folder, { recursive: true });
    // The server before is no less a stranger.
    expect(stderr).toMatch(
      /"level":"warn".*Los laboratorios van sin grupos de control: .* \(el proceso \d+ también está en él\)/,
    );
    expect(stderr).toContain(delegated.folder);
    stranger.kill();
  });
});
