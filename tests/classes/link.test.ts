/** `npm run instructor`: the link of the server that is running, and another one. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../server/base/project-folder.ts';
import { startServer } from '../e2e/server.ts';
import { createPerson } from './person.ts';

const run = promisify(execFile);

/** What the command writes, and what it complains of. */
async function print(env: Readonly<Record<string, string>>, ...args: string[]): Promise<string> {
  const main = join(projectFolder(), 'dist/server/print-instructor-link.js');
  const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
  try {
    return (await run(process.execPath, [main, ...args], options)).stdout;
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return String(error.stderr);
    throw error;
  }
}

const linkIn = (text: string): URL => new URL(/http\S+/.exec(text)?.[0] ?? 'http://none/');

describe('the instructor’s link', () => {
  it('is written for the server that runs, also where it is open to a network, and renewed', async () => {
    await using server = await startServer({ env: { CURSO_POOL: '0' } });
    const env = { CURSO_DATA: server.dataFolder, HOST: '0.0.0.0' };
    const first = linkIn(await print(env));
    expect(first.origin).toBe(server.url);
    const person = createPerson(server.url);
    expect((await person.get(first.pathname + first.search)).status).toBe(303);
    expect((await person.get('/api/classes')).status).toBe(200);

    const said = await print(env, '--renovar');
    expect(said).toContain('los de antes ya no valen');
    expect((await person.get('/api/classes')).status).toBe(403);
    expect((await person.get(first.pathname + first.search)).status).toBe(403);
    const second = linkIn(said);
    expect((await person.get(second.pathname + second.search)).status).toBe(303);
  });

  it('is the operator’s own where they say a key, which is not the server’s to renew', async () => {
    const CURSO_CLAVE_PROFESOR = 'una clave de profesor & más';
    await using server = await startServer({ env: { CURSO_POOL: '0', CURSO_CLAVE_PROFESOR } });
    const env = { CURSO_DATA: server.dataFolder, CURSO_CLAVE_PROFESOR };
    const link = linkIn(await print(env));
    expect(link.searchParams.get('clave')).toBe(CURSO_CLAVE_PROFESOR);
    expect((await createPerson(server.url).get(link.pathname + link.search)).status).toBe(303);
    expect(await print(env, '--renovar')).toContain('cámbiala ahí');
  });

  it('says what is missing where no server runs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'curso-enlace-'));
    try {
      expect(await print({ CURSO_DATA: folder })).toContain('no está en marcha');
      expect(await print({ CURSO_DATA: join(folder, 'nada') })).toContain('no existe');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
