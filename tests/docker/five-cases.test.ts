/** The five cases in Chromium against the course that CURSO_URL names, in one sitting, as a learner follows the slides. */
import { describe, expect, it } from 'vitest';
import { fiveCases } from '../../labs/cases/index.ts';
import { openCourse } from '../e2e/course-page.ts';
import { followCase } from '../e2e/follow-slides.ts';

function courseUrl(): string {
  const url = process.env['CURSO_URL'];
  if (!url) throw new Error('CURSO_URL is not set: this test is for .ci/docker to run');
  return url;
}

describe('the five cases on the containers of compose', () => {
  it('are proven in one sitting, with every command typed into the page’s terminals', async () => {
    await using course = await openCourse(courseUrl());
    for (const { id, checks } of fiveCases) {
      await followCase(course, id, { prepare: false });
      for (const check of checks)
        expect([check.id, await course.state(check.id)]).toEqual([check.id, 'pass']);
    }
    const health: unknown = await (await course.context.request.get(`${courseUrl()}/api/health`)).json();
    expect(health).toEqual({ status: 'ok', driver: 'hosts', labs: 1 });
  }, 240_000);
});
