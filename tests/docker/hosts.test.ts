/** What the driver for machines does besides the contract: keys that are pinned, and labs that are handed out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { cluster, files, initialState, nodeNames } from '../../labs/cluster.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { RunningLab } from '../../server/driver/driver.ts';
import { runServer, startServer } from '../e2e/server.ts';
import { machinesDriver, machinesFile } from './machines.ts';

const settings = { downAfterMs: cluster.defaultDownAfterMs, timeZone: 'UTC' };
const file = machinesFile();

describe('machines of one’s own', () => {
  const driver = machinesDriver();
  const labs: RunningLab[] = [];
  const started = async (id: string): Promise<RunningLab> => {
    await driver.create(id, initialState, settings);
    const lab = await driver.start(id);
    labs.push(lab);
    return lab;
  };
  afterEach(async () => {
    await Promise.all(labs.splice(0).map((lab) => lab.stop()));
    for (const id of await driver.list()) await driver.destroy(id);
  });

  it('stops, and says which machine it is, when one answers with another key than the pinned one', async () => {
    const [lab] = file.labs;
    if (!lab) throw new Error('no lab in the file');
    const { replica1 } = lab.hosts;
    const { hostKey: _, hostKeyFile: __, ...maestro } = lab.hosts.maestro;
    const other = {
      ...(replica1.hostKey ? { hostKey: replica1.hostKey } : { hostKeyFile: replica1.hostKeyFile }),
    };
    const swapped = {
      ...file,
      labs: [{ ...lab, hosts: { ...lab.hosts, maestro: { ...maestro, ...other } } }],
    };
    const folder = await mkdtemp(join(tmpdir(), 'curso-claves-'));
    try {
      const path = join(folder, 'maquinas.yaml');
      await writeFile(path, stringify(swapped));
      const outcome = await runServer(join(folder, 'datos'), { CURSO_HOSTS_FILE: path });
      expect(outcome.code).toBe(1);
      expect(outcome.stderr).toContain(
        `La clave de maestro (${lab.hosts.maestro.address}), de «${lab.name}», no es la que está fijada`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('gives a free lab first, then the one whose learner has been away longest, and says when there is none', async () => {
    expect(driver.capacity).toBe(2);
    // Two who come at once are not given the same one.
    await Promise.all(['eva', 'mar'].map((id) => driver.create(id, initialState, settings)));
    await expect(driver.create('sol', initialState, settings)).rejects.toMatchObject({ name: 'NoLabFree' });
    await Promise.all([driver.destroy('eva'), driver.destroy('mar')]);
    const [ana, luis] = [await started('ana'), await started('luis')];
    await expect(driver.create('eva', initialState, settings)).rejects.toMatchObject({ name: 'NoLabFree' });
    await luis.stop();
    await ana.stop();
    await started('eva');
    expect([await driver.exists('luis'), await driver.exists('ana')]).toEqual([false, true]);
  });

  it('knows whose a lab is after a restart of the server', async () => {
    await (await started('ana')).stop();
    const later = machinesDriver();
    expect([await later.list(), await later.exists('ana')]).toEqual([['ana'], true]);
    const again = await later.start('ana');
    labs.push(again);
    expect(await again.readFile('maestro', files.redisConf)).toContain('appendonly yes');
  });

  it('reaches Redis and Sentinel through the connection, and knows an open port from a closed one', async () => {
    const behind = file.labs.filter(({ redis }) => redis === 'ssh');
    expect(behind).toHaveLength(1);
    const own = machinesDriver({ ...file, labs: behind });
    await own.create('ana', initialState, settings);
    const lab = await own.start('ana');
    labs.push(lab);
    for (const node of nodeNames) {
      await waitFor(`Sentinel de ${node}`, () => lab.connect(node, 'sentinel'), { deadlineMs: 5000 });
      const stream = await waitFor(`Redis de ${node}`, () => lab.connect(node, 'redis'), {
        deadlineMs: 5000,
      });
      stream.end('ECHO hola\r\nQUIT\r\n');
      expect(await text(stream)).toBe('$4\r\nhola\r\n+OK\r\n');
    }
    const stopping = lab.spawn('replica2', ['rc-service', 'redis', 'stop'], { cols: 80, rows: 24 });
    await new Promise<void>((resolve) => stopping.onExit(() => resolve()));
    await expect(lab.connect('replica2', 'redis')).rejects.toMatchObject({ name: 'ServiceRefused' });
    await lab.stop();
    await own.destroy('ana');
  });

  it('tells a learner for whom none is free what place they have in the line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'curso-cola-'));
    try {
      const path = join(folder, 'maquinas.yaml');
      await writeFile(path, stringify({ ...file, labs: file.labs.slice(0, 1) }));
      await using server = await startServer({ env: { CURSO_HOSTS_FILE: path } });
      const first = await fetch(`${server.url}/api/lab`);
      expect(first.status).toBe(200);
      const second = await fetch(`${server.url}/api/lab`);
      expect([second.status, await second.json()]).toMatchObject([
        503,
        { code: 'classroom-full', message: expect.stringContaining('En la cola eres el número 1') },
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
