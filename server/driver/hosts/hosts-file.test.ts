import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { projectFolder } from '../../base/project-folder.ts';
import { readHostsFile } from './hosts-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'curso-maquinas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const machine = { address: 'aula.example', hostKey: 'ssh-ed25519 AAAA' };
const hosts = { maestro: machine, replica1: machine, replica2: machine, cliente: machine };
const written = (content: unknown): string => {
  const path = join(folder, 'maquinas.yaml');
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
};

describe('the file of machines', () => {
  it('is what the example and compose’s own show, with paths from its own folder', () => {
    const example = readHostsFile(join(projectFolder(), 'labs/hosts.example.yaml'));
    expect(example.labs.map(({ name, redis }) => [name, redis])).toEqual([
      ['mesa-1', undefined],
      ['mesa-2', 'ssh'],
    ]);
    expect(example.key).toBe(join(projectFolder(), 'data/ssh/id_ed25519'));
    expect(example.labs[1]?.hosts.cliente).toMatchObject({
      port: 2204,
      hostKeyFile: join(projectFolder(), 'labs/claves/mesa-2-cliente.pub'),
    });
    expect(readHostsFile(join(projectFolder(), 'docker/hosts.yaml')).labs).toHaveLength(1);
  });

  it.each([
    ['that is no YAML', 'labs: [', 'maquinas.yaml'],
    ['without labs', { key: 'clave', labs: [] }, '/labs'],
    [
      'with a machine missing',
      { key: 'clave', labs: [{ name: 'uno', hosts: { ...hosts, cliente: undefined } }] },
      'cliente',
    ],
    ['with a word of its own', { key: 'clave', labs: [{ name: 'uno', hosts, color: 'rojo' }] }, 'labs/0'],
    [
      'with an address that would bring an option to OpenSSH',
      {
        key: 'clave',
        labs: [
          { name: 'uno', hosts: { ...hosts, maestro: { ...machine, address: 'a\n  ProxyCommand sh' } } },
        ],
      },
      'address',
    ],
    [
      'with a name twice',
      {
        key: 'clave',
        labs: [
          { name: 'uno', hosts },
          { name: 'uno', hosts },
        ],
      },
      'dos laboratorios «uno»',
    ],
    [
      'with a machine whose key nobody knows',
      { key: 'clave', labs: [{ name: 'uno', hosts: { ...hosts, replica1: { address: 'aula' } } }] },
      'replica1 de «uno» necesita hostKey',
    ],
  ])('is refused %s', (_, content, words) => {
    expect(() => readHostsFile(written(content))).toThrow(
      expect.objectContaining({ name: 'HostsFileInvalid', message: expect.stringContaining(words) }),
    );
  });
});
