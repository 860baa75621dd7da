import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InputQueue, inputLimit } from './input-queue.ts';

const eagain = () => Object.assign(new Error('try again'), { code: 'EAGAIN' });

afterEach(() => vi.useRealTimers());

describe('the input queue', () => {
  it('keeps every byte in order, however little the program takes at a time', () => {
    vi.useFakeTimers();
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 20 }),
        (pieces, room) => {
          const taken: number[] = [];
          let turn = 0;
          const queue = new InputQueue(0, (_fd, bytes) => {
            const accept = turn > 200 ? bytes.length : (room[turn % room.length] ?? 0);
            turn += 1;
            if (accept === 0) throw eagain();
            taken.push(...bytes.subarray(0, accept));
            return Math.min(accept, bytes.length);
          });
          for (const piece of pieces) queue.push(Buffer.from(piece));
          vi.advanceTimersByTime(60_000);
          expect(taken).toEqual(pieces.flatMap((piece) => [...piece]));
          expect(queue.size).toBe(0);
        },
      ),
    );
  });

  it('asks ever more slowly a program that does not read', () => {
    vi.useFakeTimers();
    let asked = 0;
    const queue = new InputQueue(0, () => {
      asked += 1;
      throw eagain();
    });
    queue.push(Buffer.from('x'));
    vi.advanceTimersByTime(10_000);
    expect(asked).toBeLessThan(120);
    queue.close();
    vi.advanceTimersByTime(10_000);
    expect(asked).toBeLessThan(120);
  });

  it('refuses more than its limit, and forgets what waited', () => {
    vi.useFakeTimers();
    const queue = new InputQueue(0, () => {
      throw eagain();
    });
    expect(queue.push(Buffer.alloc(inputLimit))).toBe(true);
    expect(queue.push(Buffer.alloc(1))).toBe(false);
    expect(queue.size).toBe(0);
    queue.close();
  });

  it('lets Ctrl-C pass what a stuck program has not read', () => {
    vi.useFakeTimers();
    let stuck = true;
    const taken: string[] = [];
    const queue = new InputQueue(0, (_fd, bytes) => {
      if (stuck) throw eagain();
      taken.push(Buffer.from(bytes).toString());
      return bytes.length;
    });
    queue.push(Buffer.from('pegado'));
    vi.advanceTimersByTime(1500);
    queue.push(Buffer.from('\x03'));
    stuck = false;
    vi.advanceTimersByTime(200);
    expect(taken).toEqual(['\x03']);
  });
});
