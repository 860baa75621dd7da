import { describe, expect, it } from 'vitest';
import { seccompFilter } from './seccomp.ts';

/** What the filter answers to a call, as the kernel would run it: classic BPF of these five kinds. Source: linux/filter.h. */
function answer(filter: Buffer, architecture: number, call: number, ...args: readonly number[]): number {
  const data = new Map([
    [0, call],
    [4, architecture],
    ...args.map((value, index) => [16 + 8 * index, value] as const),
  ]);
  let held = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const [code, yes, no] = [filter.readUInt16LE(at), filter.readUInt8(at + 2), filter.readUInt8(at + 3)];
    const value = filter.readUInt32LE(at + 4);
    if (code === 0x20) held = data.get(value) ?? 0;
    else if (code === 0x54) held = (held & value) >>> 0;
    else if (code === 0x15) at += 8 * (held === value ? yes : no);
    else if (code === 0x35) at += 8 * (held >= value ? yes : no);
    else if (code === 0x06) return value;
    else throw new RangeError(`instruction ${code}`);
  }
  throw new RangeError('no answer');
}

const [allowed, killed, notPermitted, noSuchDevice, noSuchCall, noSuchFamily] = [
  0x7fff0000, 0x80000000, 0x50001, 0x50013, 0x50026, 0x50061,
];
const namespace = 0x10000000;

describe('the filter of system calls', () => {
  it.each([
    {
      processor: 'x64',
      audit: 0xc000003e,
      read: 0,
      execve: 59,
      mount: 165,
      clone3: 435,
      clone: 56,
      mmap: 9,
      ioctl: 16,
      socket: 41,
    },
    {
      processor: 'arm64',
      audit: 0xc00000b7,
      read: 63,
      execve: 221,
      mount: 40,
      clone3: 435,
      clone: 220,
      mmap: 222,
      ioctl: 29,
      socket: 198,
    },
  ])('on $processor refuses what it should and nothing a shell needs', (calls) => {
    const filter = seccompFilter(calls.processor);
    const ask = (call: number, ...args: readonly number[]) => answer(filter, calls.audit, call, ...args);
    expect([calls.read, calls.execve].map((call) => ask(call))).toEqual([allowed, allowed]);
    expect([ask(calls.mount), ask(calls.clone3)]).toEqual([notPermitted, noSuchCall]);
    expect([ask(calls.clone, 17), ask(calls.clone, 17 | namespace)]).toEqual([allowed, notPermitted]);
    expect([ask(calls.ioctl, 0, 0x5401), ask(calls.ioctl, 0, 0x5412)]).toEqual([allowed, notPermitted]);
    const map = (flags: number) => ask(calls.mmap, 0, 4096, 3, flags);
    expect([map(0x22), map(0x21), map(0x03)]).toEqual([allowed, noSuchDevice, noSuchDevice]);
    expect([ask(calls.socket, 2), ask(calls.socket, 40)]).toEqual([allowed, noSuchFamily]);
    expect(answer(filter, 0x40000003, calls.read)).toBe(killed);
  });

  it('refuses the calls of x32, which have other numbers', () => {
    expect(answer(seccompFilter('x64'), 0xc000003e, 0x40000000 + 165)).toBe(noSuchCall);
  });

  it('is not made for a processor that it does not know', () => {
    expect(() => seccompFilter('riscv64')).toThrow(
      expect.objectContaining({ name: 'ArchitectureUnsupported' }),
    );
  });
});
