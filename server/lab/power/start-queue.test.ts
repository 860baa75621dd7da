import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LabUnavailable } from '../errors.ts';
import { steadyPace } from './start-pace.ts';
import { createStartQueue, type StartPlace } from './start-queue.ts';

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

describe('starts', () => {
  it('begins a few at a time, in the order asked, and tells each its place as the line moves', async () => {
    const starts = createStartQueue(steadyPace(1));
    const [first, second, third] = [task(), task(), task()];
    const places: number[] = [];
    const all = [first, second].map(({ run }) => starts.take(run));
    all.push(starts.take(third.run, { onPlace: ({ number }) => places.push(number) }));
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
    const starts = createStartQueue(steadyPace(1));
    const [first, spare, second] = [task(), task(), task()];
    const places: number[] = [];
    const all = [starts.take(first.run), starts.take(spare.run, { yields: true })];
    all.push(starts.take(second.run, { onPlace: ({ number }) => places.push(number) }));
    first.end();
    await settle();
    expect([spare.begun, second.begun, places]).toEqual([false, true, [1]]);
    second.end();
    spare.end();
    await Promise.all(all);
    expect(spare.begun).toBe(true);
  });

  it('goes on after a task that fails', async () => {
    const starts = createStartQueue(steadyPace(1));
    const failed = starts.take(() => Promise.reject(new Error('no')));
    const next = starts.take(async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('turns away who waits when it closes, and ends what has begun', async () => {
    const starts = createStartQueue(steadyPace(1));
    const [begun, waiting] = [task(), task()];
    const all = [starts.take(begun.run), starts.take(waiting.run)];
    starts.close();
    await expect(all[1]).rejects.toThrow(LabUnavailable);
    await expect(starts.take(waiting.run)).rejects.toThrow(LabUnavailable);
    begun.end();
    await all[0];
    expect(waiting.begun).toBe(false);
  });

  it('tells how long it takes, and that comes true within a third', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const starts = createStartQueue(steadyPace(3));
    const began = performance.now();
    const told: { at: number; waitMs: number | null }[] = [];
    const ended = new Map<number, number>();
    const all = Array.from({ length: 30 }, (_, index) => {
      const onPlace = ({ waitMs }: { waitMs: number | null }) => {
        // The first that is known; with the starts that were under way when it came.
        if (waitMs !== null) told[index] ??= { at: performance.now() - began, waitMs };
      };
      return starts
        .take(() => new Promise((end) => setTimeout(end, 900 + (index % 5) * 200)), { onPlace })
        .then(() => ended.set(index, performance.now() - began));
    });
    await vi.runAllTimersAsync();
    await Promise.all(all);
    const late = told.flatMap(({ at, waitMs }, index) => [((ended.get(index) ?? 0) - at) / (waitMs ?? 1)]);
    expect(late.length).toBeGreaterThan(20);
    const good = late.filter((share) => share > 2 / 3 && share < 4 / 3);
    expect(good.length / late.length).toBeGreaterThan(0.9);
  });

  it('tells by the last round alone, also when all of it ends at once', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const starts = createStartQueue(steadyPace(4));
    const slow = 8;
    let begun = 0;
    const run = async () => {
      begun += 1;
      await new Promise((end) => setTimeout(end, begun <= slow ? 6000 : 2000));
    };
    const places = new Map<number, StartPlace>();
    const all = Array.from({ length: 24 }, (_, index) =>
      starts.take(run, { onPlace: (place) => places.set(index, place) }),
    );
    // Two slow rounds, and a fast one.
    await vi.advanceTimersByTimeAsync(6000 + 6000 + 2000);
    // Three rounds are left: one under way, and two in line, of which the last one takes 4 s until its start and 2 s more.
    expect(places.get(23)).toEqual({ number: 8, waitMs: 6000 });
    await vi.runAllTimersAsync();
    await Promise.all(all);
  });

  it('counts how many were being made beside a start from its beginning to its end', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const starts = createStartQueue(steadyPace(4));
    const began = performance.now();
    const run = () => new Promise((end) => setTimeout(end, 8000 - (performance.now() - began)));
    const told: (number | null)[] = [];
    const arrive = async (afterMs: number) => {
      await new Promise((arrives) => setTimeout(arrives, afterMs));
      await starts.take(run, { onPlace: ({ waitMs }) => told.push(waitMs) });
    };
    // Four that begin beside none, one, two and three others, and end beside three: there are others in line.
    const all = [0, 1000, 2000, 3000, 4000, 4000, 4000, 4000, 4000].map(arrive);
    await vi.advanceTimersByTimeAsync(8000);
    const each = (8000 / 2.5 + 7000 / 3 + 6000 / 3.5 + 5000 / 4) / 4;
    // The last in line waits for one, and takes as long as the four that are being made then.
    expect(told.filter((ms) => ms !== null)[0]).toBeCloseTo(5 * each);
    await vi.runAllTimersAsync();
    await Promise.all(all);
  });
});
