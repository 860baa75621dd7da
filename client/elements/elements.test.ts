import { expect, it } from 'vitest';
import { labClock } from '../lab/lab-clock.ts';
import { sessionsIn } from './sessions.ts';
import { provenOn, timeLeft } from './when.ts';

it('reads the terminals a slide asks for, and leaves out what is none', () => {
  expect(sessionsIn('sentinel@replica1 shell@maestro')).toEqual(['sentinel@replica1', 'shell@maestro']);
  expect(sessionsIn('bash@maestro shell@otro')).toEqual([]);
  expect(sessionsIn(undefined)).toEqual([]);
});

it('counts a window down to its end, then is silent', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(timeLeft('2026-01-01T00:00:09.200Z', now)).toBe('Cuenta atrás: 10 s');
  expect(timeLeft('2025-12-31T23:59:59Z', now)).toBe('');
  expect(timeLeft(null, now)).toBe('');
});

it('says when a check was proven', () => {
  expect(provenOn('2026-01-02T10:00:00Z', labClock('UTC'))).toMatch(/^Demostrado el 2 ene.*10:00:00/);
  expect(provenOn('nonsense', labClock('UTC'))).toBe('Demostrado');
});
