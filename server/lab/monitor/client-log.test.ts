import { describe, expect, it } from 'vitest';
import { createClientLog } from './client-log.ts';

const start = 1_000_000;
const write = (escritor: 'directo' | 'wait', n: number, at: number, fin: string) =>
  JSON.stringify({ escritor, n, at, fin });

/** A log in which a writer wrote each 100 ms, well but between two moments. */
function withOutage(from: number, to: number) {
  const log = createClientLog();
  log.add(JSON.stringify({ empieza: start }), start);
  for (let n = 1; n <= 100; n += 1) {
    const at = start + n * 100;
    log.add(write('directo', n, at, at > from && at < to ? 'error' : 'ok'), at + 3);
  }
  return log;
}

describe('what the application says', () => {
  it('is nothing before its first line', () => {
    expect(createClientLog().seen()).toBeNull();
    expect(createClientLog().view(start)).toBeNull();
  });

  it('counts the writes, and measures a time without service from the last that went well to the next', () => {
    const log = withOutage(start + 3000, start + 6000);
    expect(log.seen()).toMatchObject({
      directo: { acked: 71, failed: 29, unconfirmed: 0, lost: 0 },
      failingSince: null,
      outages: [{ from: start + 3000, to: start + 6000 }],
    });
  });

  it('calls a gap of less than half a second a slow answer', () => {
    expect(withOutage(start + 3000, start + 3400).seen()?.outages).toEqual([]);
  });

  it('moves a lost write from those that are there to those that are not, where it was', () => {
    const log = withOutage(start + 3000, start + 6000);
    const bars = () => log.view(start + 10_000)?.writers[0]?.buckets ?? [];
    const sum = (kind: number) => bars().reduce((total, bar) => total + (bar[kind] ?? 0), 0);
    expect([sum(0), sum(3)]).toEqual([71, 0]);
    log.add(JSON.stringify({ escritor: 'directo', repaso: 69, perdidas: [28, 29] }), start + 10_100);
    expect([sum(0), sum(3)]).toEqual([69, 2]);
    expect(log.seen()?.directo).toMatchObject({ lost: 2, reviewedAt: start + 10_100 });
  });

  it('begins again with the program, and remembers the outages', () => {
    const log = withOutage(start + 3000, start + 6000);
    log.add(JSON.stringify({ empieza: start + 20_000 }), start + 20_000);
    expect(log.seen()).toMatchObject({ directo: { acked: 0 }, outages: [{ from: start + 3000 }] });
  });

  it('passes over what the program would not have written, and does not believe times far from receipt', () => {
    const log = createClientLog();
    for (const text of ['', '{', '[]', '{"fin":"ok"}', write('directo', 0, start, 'ok'), '"empieza"'])
      log.add(text, start);
    expect(log.seen()).toBeNull();
    log.add(write('directo', 1, 0, 'ok'), start);
    log.add(write('directo', 2, 0, 'error'), start + 100);
    log.add(write('directo', 3, start + 1e9, 'ok'), start + 1200);
    expect(log.seen()?.outages).toEqual([{ from: start, to: start + 1200 }]);
  });

  it('stands still once the program is silent', () => {
    const log = withOutage(start + 3000, start + 6000);
    const view = log.view(start + 60_000);
    expect(view).toMatchObject({ running: false });
    expect(log.view(start + 70_000)).toEqual(view);
  });
});
