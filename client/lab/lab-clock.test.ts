import { describe, expect, it } from 'vitest';
import { labClock } from './lab-clock.ts';

const at = (iso: string) => Date.parse(iso);

describe('the lab’s clock', () => {
  it('shows a moment as the hosts of its zone do, whatever the browser’s is', () => {
    const moment = at('2026-11-27T21:54:09.007Z');
    expect(labClock('UTC').time(moment)).toBe('21:54:09.007');
    expect(labClock('America/Mexico_City').time(moment)).toBe('15:54:09.007');
    expect(labClock('Europe/Madrid').time(moment, 0)).toBe('22:54:09');
    expect(labClock('America/Mexico_City').time(moment, 1)).toBe('15:54:09.0');
    expect(labClock('America/Mexico_City').dayAndTime(moment)).toMatch(/27 nov.*15:54:09/);
  });

  it('goes over midnight, and to another day', () => {
    const clock = labClock('Europe/Madrid');
    expect(clock.time(at('2026-11-27T22:59:59.999Z'))).toBe('23:59:59.999');
    expect(clock.time(at('2026-11-27T23:00:00Z'))).toBe('00:00:00.000');
    expect(clock.dayAndTime(at('2026-11-27T23:00:00Z'))).toMatch(/28 nov.*00:00:00/);
  });

  it('leaves an hour out when summer begins, and has one twice when it ends', () => {
    const clock = labClock('Europe/Madrid');
    expect(clock.time(at('2026-03-29T00:59:59Z'), 0)).toBe('01:59:59');
    expect(clock.time(at('2026-03-29T01:00:00Z'), 0)).toBe('03:00:00');
    expect(clock.time(at('2026-10-25T00:30:00Z'), 0)).toBe('02:30:00');
    expect(clock.time(at('2026-10-25T01:30:00Z'), 0)).toBe('02:30:00');
  });

  it('is named as a person names its place', () => {
    expect(labClock('America/Argentina/Buenos_Aires').place).toBe('Buenos Aires');
    expect(labClock('UTC').place).toBe('UTC');
  });

  it('is the browser’s own where there is no such zone', () => {
    expect(labClock('Marte/Olimpo').time(0)).toBe(labClock().time(0));
  });
});
