import { describe, expect, it } from 'vitest';
import { LabUnavailable } from './errors.ts';
import { createTurns } from './turns.ts';

/** A task that ends when told to. */
function task() {
  let end = () => {};
  let begun = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: async () => {
      begun = true;
      await ended;
    },
    end: () => end(),
    get begun() {
      return begun;
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('begins a few at a time, in the order asked, and tells each its place as the line moves', async () => {
    const turns = createTurns(1);
    const [first, second, third] = [task(), task(), task()];
    const places: number[] = [];
    const all = [first, second].map(({ run }) => turns.take(run));
    all.push(turns.take(third.run, { onPlace: (place) => places.push(place) }));
    await settle();
    expect([first.begun, second.begun, third.begun]).toEqual([true, false, false]);
    first.end();
    await settle();
    expect([second.begun, third.begun]).toEqual([true, false]);
    second.end();
    third.end();
    await Promise.all(all);
    expect(places).toEqual([2, 1]);
  });

  it('lets everyone pass before what yields, which takes no place', async () => {
    const turns = createTurns(1);
    const [first, spare, second] = [task(), task(), task()];
    const places: number[] = [];
    const all = [turns.take(first.run), turns.take(spare.run, { yields: true })];
    all.push(turns.take(second.run, { onPlace: (place) => places.push(place) }));
    first.end();
    await settle();
    expect([spare.begun, second.begun, places]).toEqual([false, true, [1]]);
    second.end();
    spare.end();
    await Promise.all(all);
    expect(spare.begun).toBe(true);
  });

  it('goes on after a task that fails', async () => {
    const turns = createTurns(1);
    const failed = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('turns away who waits when it closes, and ends what has begun', async () => {
    const turns = createTurns(1);
    const [begun, waiting] = [task(), task()];
    const all = [turns.take(begun.run), turns.take(waiting.run)];
    turns.close();
    await expect(all[1]).rejects.toThrow(LabUnavailable);
    await expect(turns.take(waiting.run)).rejects.toThrow(LabUnavailable);
    begun.end();
    await all[0];
    expect(waiting.begun).toBe(false);
  });
});
