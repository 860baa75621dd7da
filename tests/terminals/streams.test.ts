/** Terminals that are cut, reloaded and shared while their programs write. */
import { describe, expect, it } from 'vitest';
import { useCourse } from '../e2e/suite.ts';
import { expectConsecutive, holdSockets, numbersIn, rowsOf, shows, waitMs } from './desk.ts';

const cuts = 100;
/** On a machine where each of them takes 3 s, ms. */
const cutsDeadlineMs = 360_000;

describe('a terminal whose program writes', () => {
  const suite = useCourse();

  it(
    `shows no line twice and misses none, cut ${cuts} times at random`,
    async () => {
      await using course = await suite.tab();
      const { page } = course;
      const cut = await holdSockets(page);
      await course.open('caso-1/6');
      const shell = await course.terminal('maestro', 'shell');
      // Without a program in the loop: bash goes on when Ctrl+C comes while it is starting one. A line each 10 ms: some are on their way
      // at every cut, and the page is not so busy with drawing them that it hears of the cut seconds later.
      await course.type('maestro', 'shell', 'exec 9<> <(:)');
      await course.type('maestro', 'shell', 'i=0; while :; do echo n$((i++)); read -t 0.01 -u 9; done');
      let seen = 0;
      for (let time = 0; time < cuts; time += 1) {
        await page.waitForTimeout(Math.random() * 60);
        await cut();
        // It is back when it shows a line that it had not.
        await expect
          .poll(async () => Math.max(0, ...numbersIn(await rowsOf(shell))), { timeout: waitMs, interval: 50 })
          .toBeGreaterThan(seen);
        const numbers = numbersIn(await rowsOf(shell));
        expectConsecutive(numbers);
        seen = Math.max(seen, ...numbers);
      }
      await page.keyboard.press('Control+C');
      await shows(course, 'maestro', 'shell', /\(maestro\) >$/m);
      // All that the page keeps, from its bottom up, a screen at a time.
      const kept = new Set(numbersIn(await rowsOf(shell)));
      for (let size = -1; size < kept.size; ) {
        size = kept.size;
        await page.keyboard.press('Shift+PageUp');
        await page.waitForTimeout(60);
        const numbers = numbersIn(await rowsOf(shell));
        expectConsecutive(numbers);
        for (const number of numbers) kept.add(number);
      }
      const sorted = [...kept].toSorted((a, b) => a - b);
      expectConsecutive(sorted);
      expect(sorted.length).toBeGreaterThan(Math.min(seen, 900));
    },
    cutsDeadlineMs,
  );

  it('goes on after a reload in the middle of MONITOR', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.type('maestro', 'redis-cli', 'MONITOR');
    const watched = /^\d+\.\d+ \[0 .*"PING"/m;
    await shows(course, 'maestro', 'redis-cli', watched);
    await course.page.reload();
    await shows(course, 'maestro', 'redis-cli', watched);
    // Again and again: what MONITOR shows scrolls away in a few seconds.
    await course.type('maestro', 'shell', 'while redis-cli SET clave tras-la-recarga; do sleep 1; done');
    await course.terminal('maestro', 'redis-cli');
    await shows(course, 'maestro', 'redis-cli', '"SET" "clave" "tras-la-recarga"');
    await (await course.terminal('maestro', 'redis-cli')).click();
    await course.page.keyboard.press('Control+C');
    // Redis 7.0's redis-cli ends with it, later ones go back to their prompt: Enter gives a prompt after either.
    await course.page.waitForTimeout(300);
    await course.page.keyboard.press('Enter');
    await course.type('maestro', 'redis-cli', 'PING');
    await shows(course, 'maestro', 'redis-cli', /^PONG$/m);
    await (await course.terminal('maestro', 'shell')).click();
    await course.page.keyboard.press('Control+C');
  });

  it('goes on after a reload in the middle of a flood, which Ctrl-C ends', async () => {
    const course = await suite.shared();
    await course.open('caso-1/6');
    await course.type('maestro', 'shell', 'yes inundación');
    await shows(course, 'maestro', 'shell', /^inundación\n/m);
    await course.page.reload();
    await shows(course, 'maestro', 'shell', /^inundación\n/m);
    await (await course.terminal('maestro', 'shell')).click();
    await course.page.keyboard.press('Control+C');
    await course.type('maestro', 'shell', 'echo y si""gue');
    await shows(course, 'maestro', 'shell', /^y sigue$/m);
  });

  it('is shared by two tabs: the last one typed in writes, the other watches and says so', async () => {
    const first = await suite.shared();
    await first.open('caso-1/6');
    await first.terminal('maestro', 'shell');
    await shows(first, 'maestro', 'shell', '(maestro) >');
    await using second = await suite.tab();
    await second.page.setViewportSize({ width: 1000, height: 600 });
    await second.open('caso-1/6');
    await second.type('maestro', 'shell', 'echo desde la se""gunda');
    await shows(first, 'maestro', 'shell', /^desde la segunda$/m);
    const watching = first.region('maestro', 'shell').getByText('se usa en otra pestaña');
    await watching.waitFor();

    await first.type('maestro', 'shell', 'echo desde la pri""mera');
    await shows(second, 'maestro', 'shell', /^desde la primera$/m);
    await watching.waitFor({ state: 'hidden' });
    await second.region('maestro', 'shell').getByText('se usa en otra pestaña').waitFor();
  });
});
