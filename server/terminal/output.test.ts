import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Model, step, turn } from './output-model.test-kit.ts';

describe('the output of a program', () => {
  it('reaches each subscriber in order, no byte lost or twice, within bounds, in any order of events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 150 }), async (steps) => {
        const model = new Model();
        for (const page of model.pages.slice(0, 2)) model.act('join', page);
        for (const step of steps) await model.take(step);
        await model.settle();
        model.output.dispose();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('does not let a stalled subscriber hold back another', async () => {
    const model = new Model();
    const [quick, stalled] = model.pages;
    model.act('join', quick);
    model.act('join', stalled);
    await turn();
    for (let piece = 0; piece < 100; piece += 1) {
      model.write(65_536);
      model.act('ack', quick);
      expect(model.pauses.has('subscribers')).toBe(false);
    }
    model.output.dispose();
  });

  it('shows a stalled subscriber at once what came of its key, but only once before it reads', async () => {
    const model = new Model();
    const [page] = model.pages;
    model.act('join', page);
    await turn();
    const fallBehind = () => {
      for (let piece = 0; piece < 20; piece += 1) model.write(65_536);
    };
    const type = async () => {
      model.act('type', page);
      for (let turns = 0; turns < 5; turns += 1) await turn();
    };
    // A key whose echo was read is done with.
    model.act('type', page);
    model.write(1);
    model.act('ack', page);
    fallBehind();
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(page?.screens).toBe(1);
    await type();
    expect(page?.screens).toBe(2);
    // For the prompt it waits, not for what scrolled by.
    expect(model.screen.brief).toEqual([false, true]);
    fallBehind();
    await type();
    expect(page?.screens).toBe(2);
    await model.settle();
    model.output.dispose();
  });

  it('draws a screen that fails again later and later, says so each time, and shows it once it can', async () => {
    const model = new Model();
    const [newcomer, writer] = model.pages;
    model.screen.broken = true;
    model.act('join', newcomer);
    model.act('join', writer);
    const { brief, errors } = { brief: model.screen.brief, errors: model.errors };
    const until = performance.now() + 500;
    while (performance.now() < until) {
      // Neither the program nor a hand on the keys makes it try more often.
      model.write(10);
      model.act('type', writer);
      await turn();
    }
    expect(brief.length).toBeGreaterThan(1);
    expect(brief.length).toBeLessThan(5);
    expect(errors).toHaveLength(brief.length);
    expect(model.pauses.has('screen')).toBe(false);
    model.screen.broken = false;
    await expect.poll(() => [newcomer?.screens, writer?.screens]).toEqual([1, 1]);
    model.output.dispose();
  });

  it('fills the same memory again, but none that a clogged network still holds', async () => {
    const model = new Model();
    const [prompt, clogged] = model.pages;
    model.act('join', prompt);
    model.act('join', clogged);
    await turn();
    const flood = () => {
      for (let piece = 0; piece < 100; piece += 1) {
        model.write(32_768);
        model.act('ack', prompt);
      }
    };
    model.act('clog', clogged);
    flood();
    expect(clogged?.holdsBytes).toBe(true);
    // Checks each byte that was on the way.
    clogged?.readAll();
    prompt?.memory.clear();
    flood();
    expect(prompt?.memory.size).toBeLessThan(20);
    model.output.dispose();
  });

  it('slows down a program that nobody reads', async () => {
    const model = new Model();
    model.write(65_536);
    expect(model.pauses.has('unwatched')).toBe(true);
    model.output.dispose();
  });
});
