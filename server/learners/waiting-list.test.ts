import { describe, expect, it } from 'vitest';
import { createWaitingList } from './waiting-list.ts';

describe('the waiting list for a lab', () => {
  it('lets everyone through while there are labs', () => {
    const waitingList = createWaitingList();
    expect([waitingList.ask('ana', 2, 0), waitingList.ask('luis', 1, 0)]).toEqual([0, 0]);
  });

  it('serves in order of arrival, whoever asks first when one is free', () => {
    const waitingList = createWaitingList();
    expect([
      waitingList.ask('ana', 0, 0),
      waitingList.ask('luis', 0, 1),
      waitingList.ask('eva', 0, 2),
    ]).toEqual([1, 2, 3]);
    expect(waitingList.ask('luis', 1, 3)).toBe(1);
    expect(waitingList.ask('eva', 1, 4)).toBe(2);
    expect(waitingList.ask('ana', 1, 5)).toBe(0);
    expect(waitingList.ask('luis', 0, 6)).toBe(1);
    expect(waitingList.ask('luis', 1, 7)).toBe(0);
  });

  it('forgets who stopped asking', () => {
    const waitingList = createWaitingList();
    waitingList.ask('ana', 0, 0);
    waitingList.ask('luis', 0, 1);
    expect(waitingList.ask('luis', 1, 14_000)).toBe(1);
    expect(waitingList.ask('luis', 1, 16_000)).toBe(0);
  });

  it('says how long it will be, at the pace at which labs were freed of late', () => {
    const waitingList = createWaitingList();
    expect(waitingList.waitMs(1, 0)).toBeNull();
    for (const at of [0, 60_000, 120_000]) waitingList.freed(at);
    expect([waitingList.waitMs(1, 180_000), waitingList.waitMs(2, 180_000)]).toEqual([60_000, 120_000]);
  });
});
