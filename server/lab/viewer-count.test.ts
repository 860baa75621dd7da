import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createViewerCount } from './viewer-count.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('lingers after the last one has gone, and not when another comes in time', () => {
  const gone = vi.fn();
  const viewers = createViewerCount(1000, gone);
  const leave = viewers.add();
  const other = viewers.add();
  leave();
  leave(); // Twice is once.
  vi.advanceTimersByTime(5000);
  expect([viewers.present, gone.mock.calls.length]).toEqual([true, 0]);
  other();
  vi.advanceTimersByTime(900);
  const back = viewers.add();
  vi.advanceTimersByTime(5000);
  expect(gone).not.toHaveBeenCalled();
  back();
  vi.advanceTimersByTime(1000);
  expect([viewers.present, gone.mock.calls.length]).toEqual([false, 1]);
});
