import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxWindow, minWindow, SubscriberFlow, stallMs } from './flow.ts';

describe('the window of a subscriber', () => {
  it('blocks when full and opens again when half empty, within its limits, in any order of events', () => {
    const event = fc.record({
      kind: fc.constantFrom('send', 'ack', 'wait'),
      amount: fc.integer({ min: 1, max: 65_536 }),
      ms: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 400 }), (events) => {
        let now = 0;
        let underWay = 0;
        const flow = new SubscriberFlow(now);
        for (const { kind, amount, ms } of events) {
          now += ms;
          if (kind === 'send' && !flow.blocked) {
            flow.sent(amount, now);
            underWay += amount;
          }
          if (kind === 'ack') {
            flow.acked(amount, now);
            underWay = Math.max(0, underWay - amount);
          }
          expect(flow.unacked).toBe(underWay);
          expect(flow.unacked).toBeLessThan(maxWindow + 65_536);
          expect(flow.window).toBeGreaterThanOrEqual(minWindow);
          expect(flow.window).toBeLessThanOrEqual(maxWindow);
          if (flow.unacked === 0) expect(flow.blocked).toBe(false);
        }
      }),
    );
  });

  it('grows with a quick subscriber and a long way, and shrinks for a slow one', () => {
    const flow = new SubscriberFlow(0);
    flow.roundTrip(100);
    for (let now = 20; now < 2000; now += 20) {
      flow.sent(200_000, now);
      flow.acked(200_000, now);
    }
    expect(flow.window).toBeGreaterThan(1_000_000);
    for (let now = 2000; now < 10_000; now += 20) {
      flow.sent(2000, now);
      flow.acked(2000, now);
    }
    expect(flow.window).toBe(minWindow);
  });

  it('knows a subscriber that has stalled from one that has nothing to read', () => {
    const flow = new SubscriberFlow(0);
    expect(flow.isStalled(10 * stallMs)).toBe(false);
    while (!flow.blocked) flow.sent(65_536, 10 * stallMs);
    expect(flow.isStalled(10 * stallMs)).toBe(false);
    expect(flow.isStalled(11 * stallMs)).toBe(true);
    flow.acked(1, 11 * stallMs);
    expect(flow.isStalled(11 * stallMs)).toBe(false);
  });
});
