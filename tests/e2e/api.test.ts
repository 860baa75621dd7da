/** What others may rely on: docs/api.md, asked of the server as it runs. */
import { on } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { cases } from '../../labs/cases/index.ts';
import { nodes } from '../../labs/cluster.ts';
import { waitFor } from '../../server/base/wait.ts';
import { type RunningServer, startServer } from './server.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cookie: string | null;
}

const noticeDeadlineMs = 10_000;

describe('the API', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(server.url + path, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? null;
    return { status: response.status, body: await response.json(), cookie };
  };
  const newcomer = async (): Promise<Record<string, string>> => {
    const response = await fetch(`${server.url}/`);
    return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  const socket = async (
    path: string,
    headers: Record<string, string>,
    type = 'lab',
  ): Promise<{ status: number; notice?: unknown }> => {
    const ws = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers });
    ws.on('error', () => undefined);
    // From the start: the first notices come with the opening.
    const notices = on(ws, 'message', { signal: AbortSignal.timeout(noticeDeadlineMs) });
    const status = await new Promise<number>((resolve) => {
      ws.once('open', () => resolve(101));
      ws.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    });
    if (status !== 101) return { status };
    for await (const [data] of notices) {
      const notice: unknown = JSON.parse(String(data));
      if (typeof notice !== 'object' || notice === null || !('type' in notice) || notice.type !== type)
        continue;
      ws.close();
      return { status, notice };
    }
    return { status };
  };

  it('GET /api/health says that it is well', async () => {
    expect(await ask('GET', '/api/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', driver: 'sandbox' },
    });
  });

  it('GET / gives a newcomer a signed cookie that scripts and other sites do not get', async () => {
    const response = await fetch(`${server.url}/`);
    expect(response.headers.get('set-cookie')).toMatch(/^curso=[0-9a-f]{32}\.[^;]+;.*HttpOnly.*SameSite=Lax/);
    expect(response.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/);
  });

  it('sends the page and its scripts compressed to who takes that, and whole to who does not', async () => {
    const page = await fetch(`${server.url}/`, { headers: { 'accept-encoding': 'br' } });
    expect(page.headers.get('content-encoding')).toBe('br');
    expect(page.headers.get('vary')).toBe('accept-encoding');
    const text = await page.text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? '';
    const sent = async (encoding: string) => {
      const response = await fetch(server.url + script, { headers: { 'accept-encoding': encoding } });
      return { encoding: response.headers.get('content-encoding'), text: await response.text() };
    };
    const whole = await sent('identity');
    expect(whole.encoding).toBeNull();
    for (const encoding of ['gzip', 'br']) expect(await sent(encoding)).toEqual({ ...whole, encoding });
  });

  it('GET /api/lab gives the lab of the learner, with its nodes and the checks of all cases', async () => {
    const headers = await newcomer();
    const { status, body } = await ask('GET', '/api/lab', headers);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'running',
      converged: true,
      case: 'caso-1',
      nodes: nodes.map(({ name, address }) => ({
        name,
        address,
        redis: { up: true },
        sentinel: { up: true, master: '192.168.157.144', epoch: 2 },
      })),
      checks: cases.flatMap(({ checks }) => checks.map(({ id }) => ({ id, provenAt: null }))),
    });
  });

  it('POST /api/lab/reset prepares a case, POST /api/lab/check judges now, GET /api/progress counts', async () => {
    const headers = await newcomer();
    expect(await ask('POST', '/api/lab/reset', headers, { case: 'caso-4' })).toMatchObject({
      status: 200,
      body: { state: 'running', case: 'caso-4', converged: true },
    });
    expect(await ask('POST', '/api/lab/check', headers)).toMatchObject({
      status: 200,
      body: { case: 'caso-4' },
    });
    expect(await ask('POST', '/api/lab/reset', headers)).toMatchObject({
      status: 200,
      body: { case: 'caso-1' },
    });
    expect(await ask('GET', '/api/progress', headers)).toMatchObject({
      status: 200,
      body: { proven: [], cases: cases.map(({ id }) => ({ id, proven: 0 })) },
    });
  });

  it('answers every error with a code and a sentence', async () => {
    const headers = await newcomer();
    expect(await ask('POST', '/api/lab/reset', headers, { case: 'caso-9' })).toMatchObject({
      status: 404,
      body: { code: 'case-unknown', message: expect.stringContaining('caso-9') },
    });
    expect(await ask('POST', '/api/lab/reset', headers, { case: 7 })).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    });
    expect(await ask('POST', '/api/lab/reset', headers, '{"case"')).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    });
    expect(await ask('GET', '/api/nada', headers)).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it('takes who comes without a cookie for nobody, except at GET / and GET /api/lab: no lab is made, and no cookie given', async () => {
    expect((await fetch(`${server.url}/api/session`, { headers: await newcomer() })).status).toBe(200);
    const forged = { cookie: `${(await newcomer())['cookie']?.slice(0, -3)}AAA` };
    const missing = { code: 'session-missing', message: expect.stringContaining('recarga la página') };
    for (const headers of [{}, forged])
      for (const [method, path, body] of [
        ['GET', '/api/session'],
        ['GET', '/api/progress'],
        ['POST', '/api/lab/check'],
        ['POST', '/api/lab/reset', {}],
        ['POST', '/api/lab/network', { node: 'maestro', cut: true }],
        ['POST', '/api/lab/power', { node: 'maestro' }],
        ['POST', '/api/lab/sentinels'],
        ['POST', '/api/help', { check: 'caso-1/nuevo-maestro' }],
      ] as const)
        expect([path, await ask(method, path, headers, body)]).toEqual([
          path,
          { status: 401, body: missing, cookie: null },
        ]);
  });

  it('refuses another origin, another host and a forged cookie', async () => {
    const headers = await newcomer();
    expect(await ask('POST', '/api/lab/reset', { ...headers, origin: 'https://otra.example' })).toMatchObject(
      { status: 403, body: { code: 'origin-refused' } },
    );
    expect((await socket('/ws/lab', { ...headers, origin: 'https://otra.example' })).status).toBe(403);
    expect((await socket('/ws/lab', { ...headers, host: 'otra.example' })).status).toBe(421);
    expect((await socket('/ws/lab', {})).status).toBe(401);
    expect((await socket('/ws/terminal?node=maestro&program=shell&cols=80&rows=24', {})).status).toBe(401);
    const forged = { cookie: `${headers['cookie']?.slice(0, -3)}AAA` };
    expect((await socket('/ws/lab', forged)).status).toBe(401);
  });

  it('pushes the lab over /ws/lab, and a screen over /ws/terminal', async () => {
    const headers = { ...(await newcomer()), origin: server.url };
    expect(await socket('/ws/lab', headers)).toMatchObject({ status: 101, notice: { type: 'lab' } });
    expect(await socket('/ws/lab', headers, 'history')).toMatchObject({ notice: { type: 'history' } });
    const terminal = '/ws/terminal?node=maestro&program=shell&cols=80&rows=24';
    expect(await socket(terminal, headers, 'screen')).toMatchObject({
      status: 101,
      notice: { type: 'screen', cols: 80, rows: 24 },
    });
    expect((await socket('/ws/terminal?node=nadie&program=shell&cols=80&rows=24', headers)).status).toBe(400);
    expect((await socket('/ws/terminal?node=maestro&program=rm&cols=80&rows=24', headers)).status).toBe(400);
  });

  it('GET /api/metrics counts what there is, for this machine alone', async () => {
    const headers = await newcomer();
    await ask('GET', '/api/lab', headers);
    const response = await fetch(`${server.url}/api/metrics`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain'),
    ]);
    const text = await response.text();
    const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    expect(metric('curso_laboratorios{estado="encendido"}')).toBeGreaterThanOrEqual(1);
    expect(metric('curso_laboratorios{estado="pausa"}')).toBeGreaterThanOrEqual(0);
    expect(
      metric('curso_peticion_segundos_count{ruta="/api/lab",metodo="GET",estado="200"}'),
    ).toBeGreaterThanOrEqual(1);
    expect(metric('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(
      (await fetch(`${server.url}/api/metrics`, { headers: { 'x-forwarded-for': '10.0.0.9' } })).status,
    ).toBe(403);
  });

  it('says that the classroom is full, and of how many', async () => {
    await using small = await startServer({ env: { CURSO_MAX_LABS: '1', CURSO_POOL: '1' } });
    const first = await fetch(`${small.url}/api/lab`);
    expect(first.status).toBe(200);
    // Nor is the warm lab for who has no place.
    await waitFor(
      'hay un laboratorio de reserva',
      async () => /\{estado="reserva"\} 1$/m.test(await (await fetch(`${small.url}/api/metrics`)).text()),
      { deadlineMs: 15_000 },
    );
    const second = await fetch(`${small.url}/api/lab`);
    expect([second.status, await second.json()]).toMatchObject([
      503,
      { code: 'classroom-full', message: expect.stringContaining('1 laboratorio') },
    ]);
  });
});
