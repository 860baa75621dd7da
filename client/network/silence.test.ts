import { describe, expect, it } from 'vitest';
import { lostMs, Silence, suspectMs, unprovenMs, watchMs } from './silence.ts';

describe('silence on a websocket', () => {
  it('means nothing while nothing was sent', () => {
    const silence = new Silence(0, false);
    expect(silence.isDue(3_600_000)).toBe(false);
    expect(silence.isLost(3_600_000)).toBe(false);
  });

  it('is asked about after any pause by the socket that keeps watch', () => {
    const silence = new Silence(0, true);
    silence.heard(1000);
    expect(silence.isDue(1000 + watchMs - 1)).toBe(false);
    expect(silence.isDue(1000 + watchMs)).toBe(true);
  });

  it('after something was sent is asked about, and is a loss 3 s after the question', () => {
    const silence = new Silence(0, false);
    silence.sent(100);
    silence.sent(1900);
    expect(silence.isDue(100 + unprovenMs - 1)).toBe(false);
    expect(silence.isDue(100 + unprovenMs)).toBe(true);
    silence.asked(2100);
    expect(silence.isDue(10_000)).toBe(false);
    expect(silence.isSuspect(2100 + suspectMs)).toBe(true);
    expect(silence.isLost(2100 + lostMs - 1)).toBe(false);
    expect(silence.isLost(2100 + lostMs)).toBe(true);
    expect(silence.unproven).toBe(true);
  });

  it('is none while anything comes, however long the answer takes', () => {
    const silence = new Silence(0, false);
    silence.asked(0);
    for (let now = 0; now < 60_000; now += 1000) {
      silence.heard(now);
      expect(silence.isLost(now + 900)).toBe(false);
    }
  });

  it('asked about anew has a new deadline: what came while the page slept has not been read yet', () => {
    const silence = new Silence(0, true);
    silence.asked(3000);
    silence.asked(900_000);
    expect(silence.isLost(900_000 + lostMs - 1)).toBe(false);
  });
});

describe('what was sent', () => {
  it('has arrived when a question asked after it is answered', () => {
    const silence = new Silence(0, false);
    silence.sent(0);
    silence.asked(2000);
    silence.answered(2100);
    expect(silence.unproven).toBe(false);
    expect(silence.asks).toBe(false);
  });

  it('after the question may still be lost', () => {
    const silence = new Silence(0, false);
    silence.sent(0);
    silence.asked(2000);
    silence.sent(2050);
    silence.answered(2100);
    expect(silence.unproven).toBe(true);
    expect(silence.isDue(2050 + unprovenMs)).toBe(true);
  });

  it('is not proven by what was under way to the page already, but by what comes a second later', () => {
    const silence = new Silence(0, false);
    silence.sent(500);
    silence.heard(600);
    expect(silence.unproven).toBe(true);
    silence.heard(1500);
    expect(silence.unproven).toBe(false);
  });
});
