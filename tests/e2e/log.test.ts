/** What the server writes on standard error: JSON for programs, lines for a person, and nothing that opens somebody's lab. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { waitFor } from '../../server/base/wait.ts';
import type { Line } from '../kept-log.ts';
import { openCourse } from './course-page.ts';
import { type RunningServer, startServer } from './server.ts';

const run = promisify(execFile);
const env = { CURSO_POOL: '0' };

const linesOf = (server: RunningServer): Line[] =>
  server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
const saying = (server: RunningServer, message: string): Promise<Line> =>
  waitFor(`«${message}» en el registro`, () => linesOf(server).find(({ msg }) => msg === message), {
    deadlineMs: 20_000,
  });

it('writes JSON: its start, a lost Redis and its return, a learner by the number that their page shows, its end', async () => {
  await using server = await startServer({ env });
  expect(await saying(server, 'servidor en marcha')).toMatchObject({
    level: 'info',
    driver: 'sandbox',
    node: process.version,
  });
  const newcomer = await fetch(`${server.url}/`);
  const cookie = newcomer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { reference } = await (await fetch(`${server.url}/api/session`, { headers: { cookie } })).json();
  expect(reference).toMatch(/^[0-9a-f]{8}$/);
  expect((await fetch(`${server.url}/api/lab`, { headers: { cookie } })).status).toBe(200);
  expect(await saying(server, 'llega un estudiante')).toMatchObject({ learner: reference, known: false });

  const { stdout } = await run('pgrep', ['-P', `${server.pid}`, '-f', 'redis.sock']);
  process.kill(Number(stdout), 'SIGKILL');
  expect(
    await saying(server, 'se ha perdido el Redis del progreso: lo que se demuestre espera a que vuelva'),
  ).toMatchObject({ level: 'warn' });
  await saying(server, 'el Redis del progreso ha vuelto');
  await server.kill('SIGTERM');
  expect(linesOf(server).filter(({ msg }) => String(msg).includes('servidor se para'))).toMatchObject([
    { signal: 'SIGTERM' },
  ]);
  // The cookie is the learner's lab: whoever reads the log must not have it.
  const value = decodeURIComponent(cookie.split('=')[1] ?? 'none').split('.')[0] ?? 'none';
  expect(value).toMatch(/^[0-9a-f]{32}$/);
  expect(server.output()).not.toContain(value);
});

it('calls a learner in the log by the number that the help of their page shows', async () => {
  await using server = await startServer({ env });
  await using course = await openCourse(server.url);
  await course.open('caso-1');
  const { learner } = await saying(server, 'llega un estudiante');
  await course.page.keyboard.press('?');
  const help = course.page.getByRole('dialog').filter({ hasText: 'Si pides ayuda a quien lleva el curso' });
  await help.getByText(String(learner), { exact: true }).waitFor();
});

it('says at debug each request and its answer, and at silent nothing', async () => {
  await using server = await startServer({ env: { ...env, CURSO_LOG: 'debug' } });
  await fetch(`${server.url}/api/health?clave=secreta`);
  expect(await saying(server, 'GET /api/health')).toMatchObject({ level: 'debug', status: 200 });
  expect(server.output()).not.toContain('secreta');
  await using quiet = await startServer({ env: { ...env, CURSO_LOG: 'silent' } });
  await fetch(`${quiet.url}/api/lab`);
  expect(linesOf(quiet)).toEqual([]);
});

it('writes lines for a person where its standard error is a terminal', async () => {
  // `script` gives what it runs a terminal of its own.
  const through = ['bash', '-c', 'exec script -qefc "$(printf "%q " "$@")" /dev/null', 'bash'];
  await using server = await startServer({ env: { ...env, SHELL: '/bin/bash' }, through });
  expect(server.output()).toMatch(/\[\d\d:\d\d:\d\d\].*INFO.*servidor en marcha/);
  expect(linesOf(server)).toEqual([]);
});
