import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
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

  it('goes by what the cores did since it was asked before, where the kernel tells no more', () => {
    const machine = cpus().slice(0, 1);
    const times = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
    const cores = () => machine.map((core) => ({ ...core, times: { ...times } }));
    const meter = createIdleMeter({ pressure: () => null, cores });
    times.idle = 250;
    times.user = 750;
    expect(meter()).toBe(0.25);
    expect(meter()).toBe(0.25);
    times.idle += 100;
    expect(meter()).toBe(1);
  });

  it('goes by how long programs waited for a CPU, where the kernel tells it', () => {
    let [now, waited] = [1000, 5_000_000];
    const pressure = () =>
      `some avg10=0.00 avg60=1.00 avg300=2.00 total=${waited}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n`;
    const meter = createIdleMeter({ pressure, cores: cpus }, () => now);
    now += 1000;
    waited += 750_000;
    expect(meter()).toBe(0.25);
    now += 1000;
    waited += 1_000_000;
    expect(meter()).toBe(0);
    now += 500;
    expect(meter()).toBe(1);
  });

  it.runIf(existsSync('/proc/pressure/cpu'))('understands what this kernel tells', async () => {
    const meter = createIdleMeter();
    await sleep(50);
    expect(meter()).toBeGreaterThanOrEqual(0);
    expect(meter()).toBeLessThanOrEqual(1);
  });
});
