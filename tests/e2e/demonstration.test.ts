/** «Demostración» plays a case in the visible terminals, and none of it is the learner's. */
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { furtherCases } from '../../labs/cases/index.ts';
import { Progress } from '../../protocol/lab.ts';
import type { CoursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

/** A case that waits for the second try of a failover, 20 s after the first, is 30 s longer than the others. */
const caseDeadlineMs = 150_000;

async function start(course: CoursePage, pace: string): Promise<void> {
  const { page } = course;
  await page.locator('section.present:not(.stack)').getByRole('button', { name: 'Demostración' }).click();
  await page.getByRole('button', { name: 'Sí, empezar' }).click();
  await page.getByRole('combobox', { name: 'Ritmo' }).selectOption({ label: pace });
}

const bar = (course: CoursePage) => course.page.getByRole('region', { name: 'Demostración' });

describe('a demonstration', () => {
  const suite = useCourse();

  // The longest of the course and those after it, side by side: they mostly wait. It walks the same slides as a learner, who
  // walks them all (five-cases.test.ts).
  it.concurrent.each(['caso-5', ...furtherCases.map(({ id }) => id)])(
    'of %s goes to its end by itself, and proves nothing of the learner',
    async (id) => {
      await using course = await suite.open();
      await course.open(`${id}/0`);
      await start(course, 'al instante');
      const end = bar(course).getByText(/^(?:Demostración terminada|La demostración se ha parado)/);
      await end.waitFor({ timeout: caseDeadlineMs }).catch(async (cause: unknown) => {
        const said = await bar(course).locator('[data-demonstration-text]').textContent();
        throw new Error(`the demonstration got as far as: ${said}\n${await course.shown()}`, { cause });
      });
      expect(await end.textContent()).toBe('Demostración terminada.');
      const states = await course.page
        .locator(`[data-check^="${id}/"]`)
        .evaluateAll((all) => all.map((check) => `${check.dataset['state']} ${check.dataset['proven']}`));
      expect(new Set(states)).toEqual(new Set(['pass false']));
      const progress: unknown = await (await course.page.request.get(`${suite.url}/api/progress`)).json();
      expect(Value.Parse(Progress, progress).proven).toEqual([]);
    },
    caseDeadlineMs + 30_000,
  );

  // The page waits half a minute for it, beside the others.
  it.concurrent('types nothing, and says so, when the page never hears of the new lab', async () => {
    await using course = await suite.open();
    const { page } = course;
    let deaf = false;
    await page.routeWebSocket(/\/ws\/lab$/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => void (deaf || socket.send(message)));
    });
    await course.open('caso-2/0');
    await page.getByText('Clúster completo').waitFor();
    deaf = true;
    await start(course, 'al instante');
    await bar(course)
      .getByText(/^La demostración se ha parado.*esta página no recibe su estado/)
      .waitFor({ timeout: caseDeadlineMs });
  });

  it('types an order once the one before has answered, in another terminal too', async () => {
    await using course = await suite.tab();
    const { page } = course;
    const happened: string[] = [];
    const note = (what: string) => void (happened.at(-1) === what || happened.push(what));
    await page.routeWebSocket(/\/ws\/terminal\?.*program=redis-cli/, (socket) => {
      const node = new URL(socket.url()).searchParams.get('node');
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (message.includes('\r')) note(`${node} <- Enter`);
        server.send(message);
      });
      // The answer takes its time to come.
      server.onMessage((message) => {
        setTimeout(() => {
          if (message.includes('not connected>')) note(`${node} -> not connected>`);
          socket.send(message);
        }, 500);
      });
    });
    await course.open('caso-3/0');
    await start(course, 'al instante');
    await course.passed('caso-3/replicas-caidas');
    expect(happened.filter((what) => what.startsWith('replica')).slice(0, 3)).toEqual([
      'replica1 <- Enter',
      'replica1 -> not connected>',
      'replica2 <- Enter',
    ]);
  });

  it('types nothing before the page knows where the new lab has its master', async () => {
    await using course = await suite.tab();
    const { page } = course;
    // What the server says of the lab comes a second later than its answers.
    await page.routeWebSocket(/\/ws\/lab$/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => void setTimeout(() => socket.send(message), 1000));
    });
    await course.open('caso-2/0');
    await start(course, 'al instante');
    await course.passed('caso-2/maestro-caido');
  });

  it('stops at any key, and what is done afterwards in a prepared case counts', async () => {
    const course = await suite.shared();
    const { page } = course;
    await course.open('caso-3/0');
    await start(course, 'lento');
    await bar(course)
      .getByText(/escribiendo en redis-cli de maestro/)
      .waitFor();
    await page.keyboard.press('x');
    await bar(course).getByText('Demostración parada.').waitFor();
    await page.locator('section.present:not(.stack) [data-note="demonstration"]').waitFor();
    expect(await course.screen('maestro', 'redis-cli')).not.toContain('MIN-SLAVES-TO-WRITE 1');

    await course.prepare('caso-3');
    await page
      .locator('section.present:not(.stack) [data-note="demonstration"]')
      .waitFor({ state: 'hidden' });
    await course.type('maestro', 'redis-cli', 'CONFIG SET MIN-SLAVES-TO-WRITE 1');
    await course.passed('caso-3/min-replicas');
    await page
      .locator('[data-check="caso-3/min-replicas"][data-proven="true"]')
      .waitFor({ state: 'attached' });
  });
});
