import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectFolder } from '../base/project-folder.ts';
import { createHeadlessTerminal } from './headless-terminal.ts';
import { warmUpHeadlessTerminal } from './warm-up.ts';

it('leaves terminals as they are', async () => {
  await warmUpHeadlessTerminal();
  const headless = createHeadlessTerminal({ cols: 20, rows: 3 });
  await headless.write(Buffer.from('hola 🙂'));
  expect(headless.draw().toString()).toBe('hola 🙂');
  headless.dispose();
});

it('does not keep a server alive that ends meanwhile', async () => {
  const { href } = new URL('dist/server/terminal/warm-up.js', `file://${projectFolder()}/`);
  // Without the end of the warm-up: what is printed when there is nothing else to do.
  const script = `const { warmUpHeadlessTerminal } = await import('${href}'); void warmUpHeadlessTerminal().then(() => console.log('acabado'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    timeout: 10_000,
  });
  expect(stdout).toBe('');
});
