import { describe, expect, it } from 'vitest';
import { isMachineZone, isTimeZone, ownTimeZone } from './time-zone.ts';

describe('a time zone', () => {
  it.each(['America/Mexico_City', 'America/Argentina/Buenos_Aires', 'Europe/Madrid', 'UTC'])(
    '%s is known',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
      expect(isMachineZone(name)).toBe(true);
    },
  );

  it.each([
    '',
    'Marte/Olimpo',
    '../../etc/passwd',
    'Europe/../Europe/Madrid',
    '+02:00',
    'UTC;rm -rf',
    '/UTC',
  ])('«%s» is none', (name) => expect(isTimeZone(name)).toBe(false));

  it('is known of the machine itself', () => expect(isMachineZone(ownTimeZone())).toBe(true));
});
