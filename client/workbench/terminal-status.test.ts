import { describe, expect, it, vi } from 'vitest';
import { bannerOf, createTerminalStatus, type TerminalStatus, whyNotReady } from './terminal-status.ts';

const status = (change: Partial<TerminalStatus>): TerminalStatus => ({
  ...createTerminalStatus(),
  connection: { name: 'open' },
  ...change,
});

describe('what is said over a terminal', () => {
  it('is nothing while it works', () => expect(bannerOf(status({}), 0, vi.fn())).toBeNull());

  it('counts down to the next try, and owns up to what was not sent', () => {
    const retry = vi.fn();
    const connection = { name: 'waiting', at: 3200, reason: null, unproven: false } as const;
    const banner = bannerOf(status({ connection, dropped: true }), 1000, retry);
    expect(banner?.text).toBe(
      'Se ha perdido la conexión. Nuevo intento en 3 s. Lo que has escrito sin conexión no se ha enviado.',
    );
    banner?.action?.run();
    expect(retry).toHaveBeenCalledOnce();
  });

  it('says what may have been lost with a connection, also once there is another', () => {
    const unproven = {
      connection: { name: 'waiting', at: 0, reason: null, unproven: true },
      unproven: true,
    } as const;
    expect(bannerOf(status(unproven), 0, vi.fn())?.text).toMatch(/pudo no llegar\.$/);
    expect(bannerOf(status({ unproven: true }), 0, vi.fn())?.text).toBe(
      'Ya hay conexión. Lo último que escribiste pudo no llegar. Mira el terminal antes de repetirlo.',
    );
    expect(bannerOf(status({ unproven: true, dropped: true }), 0, vi.fn())?.text).toBe(
      'Ya hay conexión. Lo último que escribiste pudo no llegar. Lo que has escrito sin conexión no se ha enviado. Mira el terminal antes de repetirlo.',
    );
  });

  it('names the other tab that writes', () => {
    expect(bannerOf(status({ writer: false }), 0, vi.fn())?.text).toContain('otra pestaña');
    expect(bannerOf(status({ writer: false, readOnly: true }), 0, vi.fn())).toBeNull();
  });
});

describe('why ▶ does not type', () => {
  it('is redis-cli in the shell, with the way out of it', () => {
    expect(whyNotReady('shell@replica1', status({}), '192.168.157.147:26379> ')).toBe(
      'replica1 · shell está dentro de redis-cli: escribe exit para volver al shell y pulsa ▶ otra vez.',
    );
  });

  it.each<[Partial<TerminalStatus>, RegExp]>([
    [{ connection: { name: 'connecting' } }, /no tiene conexión/],
    [
      { connection: { name: 'refused', message: 'Hay demasiados.', forPage: false } },
      /no está disponible: Hay demasiados\./,
    ],
    [{ exited: true }, /ha terminado. Pulsa Intro/],
    [{}, /está ocupado/],
  ])('is %j', (change, reason) => {
    expect(whyNotReady('shell@maestro', status(change), '(maestro) > ls')).toMatch(reason);
  });
});
