/** What a learner sees for whom no lab is free. */
import { describe, expect, it } from 'vitest';
import type { CoursePage } from './course-page.ts';
import { useCourse } from './suite.ts';

describe('the waiting list for a lab', () => {
  const suite = useCourse({ CURSO_MAX_LABS: '1', CURSO_POOL: '0' });

  it('is told on the page, with one’s place in it, which stays while the page is open', async () => {
    await using first = await suite.open();
    await first.open('caso-1/1');
    await first.page.getByText('Clúster completo').waitFor();
    await using second = await suite.open();
    await second.open('caso-1/1');
    // In the toolbar; the terminals say it too.
    const status = (course: CoursePage, place: number) =>
      course.page.getByRole('banner').getByText(`En la cola eres el número ${place}`);
    await status(second, 1).waitFor();
    await using third = await suite.open();
    await third.open('caso-1/1');
    await status(third, 2).waitFor();
    await third.page.waitForTimeout(6000);
    expect(await status(second, 1).isVisible()).toBe(true);
    expect(await status(third, 2).isVisible()).toBe(true);
  });
});
