/** The request guard and the class code of a course that is open to a network: who comes in, and how much of it one may take. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { accessible, expectAccessible } from './axe.ts';
import { launchRefusingCookies, plainName } from './browser.ts';
import { openCourse } from './course-page.ts';
import { type RunningServer, runServer, startServer } from './server.ts';

const code = 'Tres palabras largas';
const shell = '/ws/terminal?node=maestro&program=shell&cols=80&rows=24';

describe('a course with a class code', () => {
  let server: RunningServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curso-puerta-'));
    server = await startServer({
      dataFolder: folder,
      env: { CURSO_CODIGO: code, HOST: '127.0.0.1', CURSO_HOSTS: plainName },
    });
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const give = (codigo: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/clase`, {
      method: 'POST',
      body: new URLSearchParams({ codigo }),
      headers,
      redirect: 'manual',
    });
  const cookiesOf = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  /** The cookies of a learner who knew the code. */
  const admitted = async (): Promise<{ cookie: string }> => {
    const clase = cookiesOf(await give(code));
    const learner = cookiesOf(await fetch(`${server.url}/`, { headers: { cookie: clase } }));
    return { cookie: `${clase}; ${learner}` };
  };
  /** What the page of the code comes with, asked for by that name: fetch names none but the address's own. */
  const headersAt = async (host: string): Promise<IncomingHttpHeaders> => {
    const asked = get(`${server.url}/clase`, { headers: { host } });
    const [response]: IncomingMessage[] = await once(asked, 'response');
    response?.resume();
    return response?.headers ?? {};
  };
  const open = (path: string, headers: Record<string, string>): WebSocket => {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers });
    socket.on('error', () => undefined);
    return socket;
  };
  const answerOf = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => {
      socket.once('open', () => resolve(101));
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    });
  const closeOf = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => socket.once('close', resolve));

  it('is not opened to a network without one, and the reason is said', async () => {
    const { code: exit, output, stderr } = await runServer(join(folder, 'otra'), { HOST: '0.0.0.0' });
    expect([exit, output]).toEqual([1, '']);
    expect(stderr).toMatch(/^HOST=0\.0\.0\.0 abre el curso a la red[^\n]*CURSO_CODIGO[^\n]*\n$/);
  });

  it('lets nobody in without it, at any entrance', async () => {
    const page = await fetch(`${server.url}/`, { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/clase']);
    const learner = { cookie: (await admitted()).cookie.split('; ')[1] ?? '' };
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/index.html'],
      ['GET', '/api/lab'],
      ['GET', '/api/progress'],
      ['POST', '/api/lab/reset'],
      ['GET', '/nada'],
    ] as const) {
      const response = await fetch(server.url + path, { method, headers: learner });
      expect([path, response.status, await response.json()]).toEqual([
        path,
        401,
        { code: 'class-code-missing', message: expect.stringContaining('código de la clase') },
      ]);
    }
    expect(await answerOf(open('/ws/lab', learner))).toBe(401);
    expect(await answerOf(open(shell, learner))).toBe(401);
    expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
  });

  it('refuses a wrong code, a forged admission and a form from another page', async () => {
    for (const wrong of ['', 'tres', `${code}x`, 'x'.repeat(200)])
      expect([wrong, (await give(wrong)).status]).toEqual([wrong, 403]);
    expect((await give('x'.repeat(201))).status).toBe(400);
    expect((await give(code, { origin: 'https://otra.example' })).status).toBe(403);
    const forged = `${cookiesOf(await give(code)).slice(0, -4)}AAAA`;
    expect((await fetch(`${server.url}/`, { headers: { cookie: forged } })).status).toBe(401);
  });

  it('asks a person for it, with the keyboard and a screen reader too, and opens the course', async () => {
    await using course = await openCourse(server.url, accessible);
    const { page } = course;
    await page.goto(`${server.url}/`);
    const field = page.getByRole('textbox', { name: 'Código de la clase' });
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await page.keyboard.type('otro código');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.keyboard.type(`  ${code.toUpperCase()} `);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Diapositivas' }).waitFor();
    await page.locator('[data-lab-status]', { hasText: 'Clúster completo' }).waitFor();
  });

  it('keeps the place of a link through that page, and on plain http the browser reports no error', async () => {
    const url = server.url.replace('127.0.0.1', plainName);
    await using course = await openCourse(url);
    const { page } = course;
    await page.goto(`${url}/#/caso-1/2`);
    const field = page.getByRole('textbox', { name: 'Código de la clase' });
    await field.fill('otro código');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    const reported: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) reported.push(message.text());
    });
    page.on('pageerror', (error) => reported.push(String(error)));
    await field.fill(code);
    await page.keyboard.press('Enter');
    await page.locator('[data-lab-status]', { hasText: 'Clúster completo' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/caso-1/2');
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    expect(reported).toEqual([]);
    for (const [name, expected] of [
      [url, null],
      [server.url, 'same-origin'],
    ] as const) {
      const headers = await headersAt(new URL(name).host);
      expect([name, headers['cross-origin-opener-policy']]).toEqual([name, expected ?? undefined]);
    }
  });

  it('says to a browser that refuses cookies that the code is right and what is missing', async () => {
    await using browser = await launchRefusingCookies();
    const page = await browser.context.newPage();
    await page.goto(`${server.url}/#/caso-1/2`);
    await page.getByRole('textbox', { name: 'Código de la clase' }).fill(code);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'no guarda las cookies' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/caso-1/2');
  });

  it('cuts off who sends a request in drops, a frame too big, and messages without end', async () => {
    const { hostname, port } = new URL(server.url);
    const drops = connect(Number(port), hostname);
    drops.on('error', () => undefined);
    drops.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
    const dripping = setInterval(() => drops.write('X-A: b\r\n'), 500);
    const cutOff = once(drops, 'close').finally(() => clearInterval(dripping));
    drops.resume();

    const headers = { ...(await admitted()), origin: server.url };
    const sent = async (path: string, ...messages: readonly (string | Buffer)[]) => {
      const socket = open(path, headers);
      await once(socket, 'open');
      for (const message of messages) socket.send(message);
      return closeOf(socket);
    };
    /** What a second brings decides, and a busy machine may spread any number over several: on and on, then. */
    const flooded = async (path: string, message: string) => {
      const socket = open(path, headers);
      // Its first word, when the terminal is there: before that what is too much is too big, and not too often.
      await once(socket, 'message');
      const closed = closeOf(socket);
      while (socket.readyState === socket.OPEN) {
        for (let sent = 0; sent < 1000; sent++) socket.send(message);
        await nextTurn();
      }
      return closed;
    };
    expect(await sent('/ws/lab', JSON.stringify({ type: 'visit', case: 'x'.repeat(2000) }))).toBe(1007);
    expect(await sent('/ws/lab', Buffer.alloc(2_000_000))).toBe(1009);
    expect(await sent(shell, Buffer.alloc(2_000_000))).toBe(1009);
    expect(await flooded('/ws/lab', JSON.stringify({ type: 'check' }))).toBe(1013);
    expect(await flooded(shell, JSON.stringify({ type: 'ack', bytes: 1 }))).toBe(1013);
    const body = await fetch(`${server.url}/api/lab/reset`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ case: 'x'.repeat(20_000) }),
    });
    expect(body.status).toBe(413);
    await cutOff;
  });

  it('believes for a while what an older secret signed, and signs it anew', async () => {
    const headers = await admitted();
    await server.kill('SIGTERM');
    const secrets = join(folder, 'secreto');
    await utimes(secrets, new Date(2020, 1), new Date(2020, 1));
    const env = { CURSO_CODIGO: code, HOST: '127.0.0.1' };
    server = await startServer({ dataFolder: folder, env });
    expect((await readFile(secrets, 'utf8')).trim().split('\n')).toHaveLength(2);
    const response = await fetch(`${server.url}/`, { headers });
    const renewed = cookiesOf(response).split('; ');
    expect(response.status).toBe(200);
    const unsigned = (cookie = '') => cookie.split('.')[0];
    expect(renewed.map(unsigned).sort()).toEqual(headers.cookie.split('; ').map(unsigned).sort());
    for (const cookie of renewed) expect(headers.cookie).not.toContain(cookie);
  });

  it('gives nobody entrance with yesterday’s code', async () => {
    const headers = await admitted();
    await server.kill('SIGTERM');
    const env = { CURSO_CODIGO: 'otras palabras largas', HOST: '127.0.0.1' };
    server = await startServer({ dataFolder: folder, env });
    expect((await fetch(`${server.url}/api/progress`, { headers })).status).toBe(401);
  });

  it('takes a minute’s worth of attempts, sockets and newcomers, and no more', async () => {
    const statuses = async (times: number, ask: () => Promise<number>): Promise<number[]> => {
      const all: number[] = [];
      for (let n = 0; n < times; n += 1) all.push(await ask());
      return all;
    };
    const tries = await statuses(62, async () => (await give('mal')).status);
    expect([tries[0], tries.at(-1)]).toEqual([403, 429]);
    await server.kill('SIGTERM');
    server = await startServer({ dataFolder: folder, env: { CURSO_POOL: '0' } });
    const newcomers = await statuses(122, async () => (await fetch(`${server.url}/`)).status);
    expect([newcomers[0], newcomers.at(-1)]).toEqual([200, 429]);
    expect(await (await fetch(`${server.url}/`)).json()).toEqual({
      code: 'too-many-newcomers',
      message: 'Llegan demasiados a la vez desde esta dirección: espera un momento.',
    });
    const sockets = await statuses(302, async () => {
      const socket = open('/ws/lab', {});
      return answerOf(socket);
    });
    expect([sockets[0], sockets.at(-1)]).toEqual([401, 429]);
  });
});
