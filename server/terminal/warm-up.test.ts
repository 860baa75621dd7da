import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectFolder } from '../project-folder.ts';
import { createMirror } from './mirror.ts';
import { warmUpMirror } from './warm-up.ts';

it('leaves terminals as they are', async () => {
  await warmUpMirror();
  const mirror = createMirror({ cols: 20, rows: 3 });
  await mirror.write(Buffer.from('hola 🙂'));
  expect(mirror.draw().toString()).toBe('hola 🙂');
  mirror.dispose();
});

it('does not keep a server alive that ends meanwhile', async () => {
  const { href } = new URL('dist/server/terminal/warm-up.js', `file://${projectFolder()}/`);
  // Without the end of the warm-up: what is printed when there is nothing else to do.
  const script = `const { warmUpMirror } = await import('${href}'); void warmUpMirror().then(() => console.log('acabado'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    timeout: 10_000,
  });
  expect(stdout).toBe('');
});
