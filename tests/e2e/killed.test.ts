/** What a learner looks at is killed: their tab, and the program of a terminal. They go on where they were. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { shows } from '../terminals/desk.ts';
import { coursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

/** On this machine, of a command that is only once on it. */
async function processOf(command: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line === `${command.replaceAll(' ', '\0')}\0`) return Number(pid);
  }
  throw new Error(`nobody runs ${command}`);
}

async function parentOf(pid: number): Promise<number> {
  return Number(/^PPid:\t(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

describe('killed', () => {
  const suite = useCourse({ CURSO_POOL: '0' });
  const ended = /El programa ha terminado\. Pulsa Intro para iniciarlo de nuevo\./;

  it('the tab: a new one finds the case, the terminals and what was typed half', async () => {
    await using course = await suite.open();
    await course.open('caso-3/1');
    await course.type('maestro', 'redis-cli', 'CONFIG SET min-replicas-to-write 1');
    await course.passed('caso-3/min-replicas');
    await course.type('maestro', 'shell', 'echo antes-de-mo""rir');
    await shows(course, 'maestro', 'shell', /^antes-de-morir$/m);
    await course.page.keyboard.type('echo a med');
    await shows(course, 'maestro', 'shell', /echo a med$/m);
    const crashed = course.page.waitForEvent('crash');
    const devtools = await course.context.newCDPSession(course.page);
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;

    const again = coursePage(course.context, await course.context.newPage(), suite.url);
    await again.open('caso-3/1');
    await again.passed('caso-3/min-replicas');
    expect(await again.check('caso-3/min-replicas').first().getAttribute('data-proven')).toBe('true');
    await (await again.terminal('maestro', 'shell')).click();
    await shows(again, 'maestro', 'shell', /^antes-de-morir$/m);
    await again.page.keyboard.type('ias\n');
    await shows(again, 'maestro', 'shell', /^a medias$/m);
  });

  it('the program of a terminal, from within or without: it is said, and Enter starts it again under what was there', async () => {
    await using course = await suite.open();
    await course.open('caso-3/1');
    const shell = await course.terminal('maestro', 'shell');
    await course.type('maestro', 'shell', 'echo pri""mero; kill -9 $$');
    await shows(course, 'maestro', 'shell', ended);
    await shell.click();
    await course.page.keyboard.press('Enter');
    await course.type('maestro', 'shell', 'echo segu""ndo');
    await shows(course, 'maestro', 'shell', /^primero$[\s\S]*^segundo$/m);

    // The process behind the pseudo-terminal itself, outside the lab: the parent of the shell.
    await course.type('maestro', 'shell', 'sleep 98765 & echo en-mar""cha');
    await shows(course, 'maestro', 'shell', /^en-marcha$/m);
    process.kill(await parentOf(await parentOf(await processOf('sleep 98765'))), 'SIGKILL');
    await expect.poll(async () => (await shell.innerText()).split(ended).length).toBe(3);
    await shell.click();
    await course.page.keyboard.press('Enter');
    await course.type('maestro', 'shell', 'echo terc""ero');
    await shows(course, 'maestro', 'shell', /^segundo$[\s\S]*^tercero$/m);
    // What ran in it has ended with it.
    await expect(processOf('sleep 98765')).rejects.toThrow();
  });
});
