import { cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createIdleMeter, createStartPace } from './start-pace.ts';

/** A machine with two cores on which a lab costs so much CPU and waits for Sentinels besides, ms; as they are made at that pace. */
function settle(cpuMs: number, waitMs: number, starts = 100) {
  const cores = 2;
  let idle = 1;
  const pace = createStartPace(cores, () => idle);
  let ms = 0;
  for (let made = 0; made < starts; made += 1) {
    ms = Math.max(waitMs + cpuMs, (cpuMs * pace.atOnce) / cores);
    idle = 1 - Math.min(1, (cpuMs * pace.atOnce) / (cores * ms));
    pace.took(ms);
  }
  return { atOnce: pace.atOnce, ms, idle };
}

describe('how many labs are made at once', () => {
  it.each([
    ['a fast machine', 450, 800, [8]],
    ['one on which each costs five times as much', 2500, 800, [5, 6]],
  ])('is what keeps %s busy, and little more', (_machine, cpuMs, waitMs, expected) => {
    const settled = settle(cpuMs, waitMs);
    expect(expected).toContain(settled.atOnce);
    expect(settled.idle).toBeLessThan(0.25);
    expect(settled.ms).toBeLessThan(3 * (cpuMs + waitMs));
  });

  it('shrinks when others take the CPU, and grows again', () => {
    let idle = 0.5;
    const pace = createStartPace(2, () => idle);
    for (let made = 0; made < 40; made += 1) pace.took(1500);
    expect(pace.atOnce).toBe(8);
    idle = 0;
    for (let made = 0; made < 12; made += 1) pace.took(9000);
    expect(pace.atOnce).toBe(1);
    idle = 0.5;
    for (let made = 0; made < 60; made += 1) pace.took(1500);
    expect(pace.atOnce).toBe(8);
  });

  it('is at least one, on a machine that takes longer and longer', () => {
    const pace = createStartPace(1, () => 0);
    for (let made = 1; made < 50; made += 1) pace.took(1000 * made);
    expect(pace.atOnce).toBe(1);
  });

  it('goes by what the cores did since it was asked before', () => {
    const machine = cpus().slice(0, 1);
    const times = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
    const meter = createIdleMeter(() => machine.map((core) => ({ ...core, times: { ...times } })));
    times.idle = 250;
    times.user = 750;
    expect(meter()).toBe(0.25);
    expect(meter()).toBe(0.25);
    times.idle += 100;
    expect(meter()).toBe(1);
  });
});
