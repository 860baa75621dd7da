import { cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createIdleMeter, createStartPace } from './start-pace.ts';

describe('how many labs are made at once', () => {
  it('is four for each core, as long as none takes much longer than the fastest', () => {
    const pace = createStartPace(2, () => 0);
    expect(pace.atOnce).toBe(8);
    for (let made = 0; made < 100; made += 1) pace.took(10_000 + 100 * (made % 50));
    expect(pace.atOnce).toBe(8);
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
