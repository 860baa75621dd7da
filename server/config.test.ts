import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('configuration', () => {
  it('has the documented values when nothing is set', () => {
    expect(readConfig({}, '/proyecto')).toEqual({
      host: 'localhost',
      port: 8000,
      published: null,
      dataFolder: '/proyecto/data',
      projectFolder: '/proyecto',
      hostsFile: null,
      redisUrl: null,
      downAfterMs: 5000,
      poolSize: 1,
      maxLabs: 40,
      niceness: 0,
      idleMs: 30 * 60_000,
      hostNames: [],
      classCode: null,
      instructorKey: null,
      teaches: false,
      logLevel: 'info',
    });
  });

  it('says the instructor’s link where a class comes over the network, and takes a key that is long enough', () => {
    const open = { HOST: '0.0.0.0', CURSO_CODIGO: 'Tres palabras' };
    expect(readConfig(open, '/proyecto').teaches).toBe(true);
    expect(readConfig({ CURSO_PROFESOR: '1' }, '/proyecto').teaches).toBe(true);
    expect(() => readConfig({ CURSO_PROFESOR: 'sí' }, '/proyecto')).toThrow('CURSO_PROFESOR');
    const key = 'una-clave-de-profesor';
    expect(readConfig({ CURSO_CLAVE_PROFESOR: key }, '/proyecto').instructorKey).toBe(key);
    expect(() => readConfig({ CURSO_CLAVE_PROFESOR: 'corta' }, '/proyecto')).toThrow(
      /de 16 a 200 caracteres/,
    );
    expect(() => readConfig({ CURSO_CLAVE_PROFESOR: 'corta' }, '/proyecto')).not.toThrow(/corta/);
  });

  it('lets the server go before labs where a class comes over the network, unless told otherwise', () => {
    const open = { HOST: '0.0.0.0', CURSO_CODIGO: 'Tres palabras' };
    expect(readConfig(open, '/proyecto').niceness).toBe(15);
    expect(readConfig({ ...open, CURSO_PUBLICADO: '127.0.0.1:8000' }, '/proyecto').niceness).toBe(0);
    expect(readConfig({ ...open, CURSO_NICE: '7' }, '/proyecto').niceness).toBe(7);
    expect(() => readConfig({ CURSO_NICE: '-1' }, '/proyecto')).toThrow('CURSO_NICE');
  });

  it('takes what the operator sets', () => {
    const env = {
      PORT: '9000',
      HOST: '0.0.0.0',
      CURSO_CODIGO: ' Tres palabras ',
      CURSO_DATA: '/datos',
      REDIS_URL: 'redis://otra:6379',
      CURSO_DOWN_AFTER_MS: '30000',
      CURSO_HOSTS: 'Curso.example, aula',
      CURSO_HOSTS_FILE: 'aula/maquinas.yaml',
    };
    expect(readConfig(env, '/proyecto')).toMatchObject({
      port: 9000,
      host: '0.0.0.0',
      classCode: 'Tres palabras',
      dataFolder: '/datos',
      redisUrl: 'redis://otra:6379',
      downAfterMs: 30_000,
      hostNames: ['curso.example', 'aula'],
      hostsFile: '/proyecto/aula/maquinas.yaml',
    });
  });

  it.each(['0.0.0.0', '::', '192.168.1.20', 'aula.example'])('wants a class code for HOST=%s', (HOST) => {
    expect(() => readConfig({ HOST }, '/proyecto')).toThrow(
      expect.objectContaining({ name: 'ClassCodeNeeded', message: expect.stringContaining('CURSO_CODIGO') }),
    );
    expect(readConfig({ HOST, CURSO_CODIGO: 'tres-palabras' }, '/proyecto').classCode).toBe('tres-palabras');
  });

  it.each([
    ['127.0.0.1:8000', null],
    ['127.0.0.1:', null],
    ['[::1]:8000', null],
    ['8000', 'ClassCodeNeeded'],
    ['0.0.0.0:8000', 'ClassCodeNeeded'],
    ['192.168.1.20:80', 'ClassCodeNeeded'],
  ])('in a container, goes by where its port is published: %s', (CURSO_PUBLICADO, refusal) => {
    const read = () => readConfig({ HOST: '0.0.0.0', CURSO_PUBLICADO }, '/proyecto').classCode;
    if (refusal === null) expect(read()).toBeNull();
    else expect(read).toThrow(expect.objectContaining({ name: refusal }));
  });

  it.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
    ['127.0.0.1:', { host: '127.0.0.1', port: null }],
    ['127.0.0.1', { host: '127.0.0.1', port: null }],
    ['[::1]:80', { host: '::1', port: 80 }],
    ['8080', { host: '0.0.0.0', port: 8080 }],
  ])('knows where %s is', (CURSO_PUBLICADO, published) =>
    expect(readConfig({ CURSO_PUBLICADO, CURSO_CODIGO: 'tres palabras' }, '/proyecto').published).toEqual(
      published,
    ),
  );

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', 'curso.localhost'])(
    'wants none for HOST=%s, which only this machine reaches',
    (HOST) => expect(readConfig({ HOST }, '/proyecto').classCode).toBeNull(),
  );

  it.each([
    { PORT: '65536' },
    { PORT: 'x' },
    { CURSO_CODIGO: 'corto' },
    { CURSO_DOWN_AFTER_MS: '100' },
    { CURSO_MAX_LABS: '0' },
    { CURSO_IDLE_MIN: '1.5' },
    { REDIS_URL: 'http://x' },
    { CURSO_LOG: 'alto' },
  ])('names what will not do: %o', (env) => {
    const [name = '', value = ''] = Object.entries(env)[0] ?? [];
    expect(() => readConfig(env, '/proyecto')).toThrow(
      expect.objectContaining({
        name: 'ConfigInvalid',
        message: expect.stringContaining(`${name}=${value} no sirve`),
      }),
    );
  });
});
