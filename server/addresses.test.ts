import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { pageAddresses, readyText } from './addresses.ts';

const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  mac: '00:00:00:00:00:00',
  ...(family === 'IPv4'
    ? { family, netmask: '255.255.255.0', cidr: `${address}/24` }
    : { family, netmask: 'ffff:ffff:ffff:ffff::', cidr: `${address}/64`, scopeid: 0 }),
});
const interfaces = {
  lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
  eth0: [at('192.0.2.7'), at('2001:db8::7', 'IPv6'), at('fe80::7', 'IPv6')],
  wlan0: [at('198.51.100.7')],
  docker0: [at('172.17.0.1')],
};
const everywhere = { host: '0.0.0.0', port: 8000, names: [], published: null };

describe('the addresses of a server that is ready', () => {
  it('are the machine’s own where it listens everywhere, and none that nobody can type or reach', async () => {
    expect(await pageAddresses(everywhere, interfaces)).toEqual([
      'http://192.0.2.7:8000/',
      'http://198.51.100.7:8000/',
    ]);
    expect(await pageAddresses({ ...everywhere, host: '::' }, interfaces)).toContain(
      'http://[2001:db8::7]:8000/',
    );
    expect(await pageAddresses(everywhere, { lo: interfaces.lo })).toEqual(['http://127.0.0.1:8000/']);
  });

  it('have its names that lead to it, and no others', async () => {
    const names = ['localhost', 'no-existe.invalid'];
    const here = { ...interfaces, lo: [], eth0: [at('127.0.0.1'), at('::1', 'IPv6')] };
    expect((await pageAddresses({ ...everywhere, host: '::', names }, here))[0]).toBe(
      'http://localhost:8000/',
    );
    expect(await pageAddresses({ ...everywhere, names }, interfaces)).toHaveLength(2);
  });

  it('are the one that it listens on, where there is one', async () => {
    expect(await pageAddresses({ ...everywhere, host: 'localhost' }, interfaces)).toEqual([
      'http://localhost:8000/',
    ]);
    expect(await pageAddresses({ ...everywhere, host: '::1' }, interfaces)).toEqual(['http://[::1]:8000/']);
  });

  it('are those outside, where it runs in a container', async () => {
    const published = { host: '127.0.0.1', port: 8080 };
    expect(await pageAddresses({ ...everywhere, published }, interfaces)).toEqual(['http://127.0.0.1:8080/']);
    const toAll = { ...everywhere, names: ['aula.example'], published: { host: '0.0.0.0', port: null } };
    expect(await pageAddresses(toAll, interfaces)).toEqual([
      'http://aula.example:8000/',
      'http://<dirección de la máquina>:8000/',
    ]);
  });

  it('are written with the code to give out', () => {
    expect(readyText(['http://a/', 'http://b/'], 'tres palabras')).toBe(
      'Curso listo: http://a/\n             http://b/\nCódigo de la clase: tres palabras\n',
    );
    expect(readyText(['http://a/'], null)).toBe('Curso listo: http://a/\n');
  });
});
