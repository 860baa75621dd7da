/** `npm run clase -- --ensayo 12 <code>`: simulated members who come, work, and leave nothing behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../../server/base/project-folder.ts';
import { startServer } from '../e2e/server.ts';
import { instructorOf, newClass, rowsOf } from './school.ts';

it('fills a class with simulated members, who work on and go at Ctrl+C', async () => {
  await using server = await startServer({ env: { CURSO_POOL: '0' } });
  const instructor = await instructorOf(server);
  const made = await newClass(instructor, { capacity: 40 });
  using board = instructor.listen(`/ws/board?class=${made.id}`);
  const main = join(projectFolder(), 'dist/server/rehearse.js');
  const child = spawn(process.execPath, [main, '--ensayo', '12', made.code], {
    env: { PATH: process.env['PATH'] ?? '', CURSO_DATA: server.dataFolder },
    stdio: 'ignore',
  });
  await board.wait('twelve at work', () => {
    const working = rowsOf(board).filter(({ status }) => status?.here && status.slide !== null);
    return working.length === 12 || undefined;
  });
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  await board.wait('nobody', () => rowsOf(board).length === 0 || undefined);
});

it('says how it is used where it is not told which class', async () => {
  const main = join(projectFolder(), 'dist/server/rehearse.js');
  const child = spawn(process.execPath, [main, '--ensayo', 'muchos'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const [code] = await once(child, 'close');
  expect([code, said]).toEqual([1, expect.stringContaining('Uso: npm run clase')]);
});
