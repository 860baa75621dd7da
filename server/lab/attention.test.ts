import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAttention } from './attention.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('lingers after the last one has gone, and not when another comes in time', () => {
  const gone = vi.fn();
  const attention = createAttention(1000, gone);
  const leave = attention.enter();
  const other = attention.enter();
  leave();
  leave(); // Twice is once.
  vi.advanceTimersByTime(5000);
  expect([attention.present, gone.mock.calls.length]).toEqual([true, 0]);
  other();
  vi.advanceTimersByTime(900);
  const back = attention.enter();
  vi.advanceTimersByTime(5000);
  expect(gone).not.toHaveBeenCalled();
  back();
  vi.advanceTimersByTime(1000);
  expect([attention.present, gone.mock.calls.length]).toEqual([false, 1]);
});
