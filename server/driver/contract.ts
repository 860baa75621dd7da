/**
 * What every driver must do, on real hosts: an implementation's own test file calls this and nothing else.
 * Test titles are the rules of `driver.ts`.
 */
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cluster, files, initialState, nodeNames, nodeOf } from '../../labs/cluster.ts';
import type { HostName, LabState, NodeName, Service } from '../../labs/define.ts';
import { waitFor } from '../wait.ts';
import type { Driver, RunningLab } from './driver.ts';

const settings = { downAfterMs: cluster.defaultDownAfterMs };
const size = { cols: 80, rows: 24 };

/** One command in, its raw answer out, over a connection of the driver's. */
async function ask(lab: RunningLab, node: NodeName, service: Service, command: string): Promise<string> {
  const stream = await lab.connect(node, service);
  stream.end(`${command}\r\nQUIT\r\n`);
  return text(stream);
}

async function run(
  lab: RunningLab,
  node: HostName,
  script: string,
): Promise<{ output: string; code: number }> {
  const pty = lab.spawn(node, ['sh', '-c', script], size);
  let output = '';
  pty.onData((bytes) => {
    output += bytes.toString();
  });
  const { code } = await new Promise<{ code: number }>((resolve) => pty.onExit(resolve));
  return { output: output.replaceAll('\r\n', '\n'), code };
}

const converged = (lab: RunningLab, usable = 3) =>
  waitFor(
    `CKQUORUM con ${usable} Sentinels y dos réplicas en línea`,
    async () => {
      const quorum = await ask(lab, 'replica1', 'sentinel', `SENTINEL CKQUORUM ${cluster.masterName}`);
      const answer = await ask(
        lab,
        'replica1',
        'sentinel',
        `SENTINEL GET-MASTER-ADDR-BY-NAME ${cluster.masterName}`,
      );
      const master = nodeNames.find((name) => answer.includes(nodeOf(name).address));
      if (!master || !quorum.startsWith(`+OK ${usable}`)) return false;
      return (
        (await ask(lab, master, 'redis', 'INFO replication')).match(/state=online/g)?.length === 2 && master
      );
    },
    { deadlineMs: 10_000 },
  );

export function driverContract(
  makeDriver: () => Promise<{ driver: Driver; dispose: () => Promise<void> }>,
): void {
  describe('driver contract', () => {
    let driver: Driver;
    let dispose: () => Promise<void>;
    const labs: RunningLab[] = [];

    const started = async (id: string, state: LabState = initialState): Promise<RunningLab> => {
      await driver.create(id, state, settings);
      return restarted(id);
    };
    const restarted = async (id: string): Promise<RunningLab> => {
      const lab = await driver.start(id);
      labs.push(lab);
      return lab;
    };

    beforeEach(async () => {
      ({ driver, dispose } = await makeDriver());
    });
    afterEach(async () => {
      await Promise.all(labs.splice(0).map((lab) => lab.stop()));
      await dispose();
    });

    it('says that this machine has what it needs', async () => {
      await expect(driver.verify()).resolves.toBeUndefined();
    });

    it('starts a lab that converges with the declared master and epoch', async () => {
      const lab = await started('uno');
      expect(await converged(lab)).toBe('maestro');
      expect(await lab.readFile('replica2', files.sentinelConf)).toContain('sentinel current-epoch 2');
    });

    it('starts a lab in a declared state, with services that are off', async () => {
      const lab = await started('uno', {
        master: 'replica2',
        epoch: 5,
        down: [
          { node: 'maestro', service: 'redis' },
          { node: 'maestro', service: 'sentinel' },
        ],
      });
      await waitFor(
        'replica1 sigue a replica2',
        async () =>
          (await ask(lab, 'replica1', 'redis', 'INFO replication')).includes('master_link_status:up'),
        { deadlineMs: 10_000 },
      );
      expect(await ask(lab, 'replica2', 'redis', 'ROLE')).toContain('master');
      await expect(lab.connect('maestro', 'redis')).rejects.toMatchObject({
        name: 'ServiceRefused',
        node: 'maestro',
      });
      await expect(lab.connect('maestro', 'sentinel')).rejects.toMatchObject({
        name: 'ServiceRefused',
        service: 'sentinel',
      });
    });

    it('gives each node its own name, address, processes and prompt', async () => {
      const lab = await started('uno');
      for (const name of nodeNames) {
        const { output } = await run(lab, name, 'hostname; ip -4 -o addr show eth0; ps ax -o comm=');
        expect(output).toContain(`${name}\n`);
        expect(output).toContain(nodeOf(name).address);
        expect(output).toContain('init');
        await waitFor(
          `un solo redis-server en ${name}`,
          async () => (await run(lab, name, 'ps ax -o comm=')).output.match(/redis-server/g)?.length === 1,
          { deadlineMs: 5000 },
        );
      }
      const shell = lab.spawn('maestro', ['bash'], size);
      let screen = '';
      shell.onData((bytes) => {
        screen += bytes.toString();
      });
      await waitFor('el prompt de maestro', () => screen.endsWith('(maestro) > '), { deadlineMs: 5000 });
      shell.kill();
    });

    it('has a host for an application, which reaches the nodes, has none of their services, and runs Node.js', async () => {
      const lab = await started('uno');
      await converged(lab);
      const { output, code } = await run(
        lab,
        'cliente',
        'hostname; ip -4 -o addr show eth0; redis-cli -h maestro PING; redis-cli PING; rc-service redis status; ls /etc/redis.conf; cd /root && node -e "require(\'ioredis\')" && node --version',
      );
      expect([code, output]).toEqual([
        0,
        expect.stringMatching(/^cliente\n[\s\S]*192\.168\.157\.150[\s\S]*PONG\n/),
      ]);
      expect(output).toContain('Connection refused');
      expect(output).toContain(' * status: stopped');
      expect(output).toMatch(/^v\d+\.\d+\.\d+$/m);
      const added = lab.readFile('cliente', '/root/contador.mjs');
      expect(await added).toContain('cursoredis');
      await lab.cutNetwork('cliente');
      expect((await run(lab, 'cliente', 'timeout 1 redis-cli -h maestro PING')).code).not.toBe(0);
      expect([lab.isCut('cliente'), lab.isCut('maestro')]).toEqual([true, false]);
    });

    it('spawns with the size it is given, follows a resize, and passes the exit code', async () => {
      const lab = await started('uno');
      const pty = lab.spawn('replica1', ['sh', '-c', 'stty size; read x; stty size; exit 7'], {
        cols: 91,
        rows: 17,
      });
      let output = '';
      pty.onData((bytes) => {
        output += bytes.toString();
      });
      const exit = new Promise<{ code: number }>((resolve) => pty.onExit(resolve));
      await waitFor('el tamaño inicial', () => output.includes('17 91'), { deadlineMs: 5000 });
      pty.resize(100, 30);
      (await import('node:fs')).writeSync(pty.fd, '\n');
      expect((await exit).code).toBe(7);
      expect(output).toContain('30 100');
    });

    it('gives a program its own terminal, and nothing else that the server has open', async () => {
      const lab = await started('uno');
      const other = lab.spawn('replica1', ['bash'], size);
      const { output } = await run(lab, 'maestro', 'ls -l /proc/self/fd');
      const open = output.match(/ \d+ -> \S+/g)?.map((line) => line.trim());
      expect(open?.slice(0, 3).map((line) => line.replace(/pts\/\d+/, 'pts/N'))).toEqual(
        ['0', '1', '2'].map((number) => `${number} -> /dev/pts/N`),
      );
      // The folder that ls is listing.
      expect(open?.slice(3)).toEqual([expect.stringMatching(/^3 -> \/proc\/\d+\/fd$/)]);
      const inits = await run(
        lab,
        'maestro',
        'cd /proc && ls -l 1/fd $(pidof redis-server)/fd | grep -c ptmx',
      );
      expect(inits.output).toBe('0\n');
      other.kill();
    });

    it('lets nodes reach each other by name and address, and nothing else', async () => {
      const lab = await started('uno');
      await converged(lab);
      const { output } = await run(lab, 'maestro', 'redis-cli -h replica1 PING; ip route');
      expect(output).toContain('PONG');
      expect(output).not.toContain('default');
    });

    it('follows what is added to a file, whole lines only, once', async () => {
      const lab = await started('uno');
      const path = '/root/notas'; // Nobody else writes to it between the two halves of a line.
      const seen: string[] = [];
      const follower = lab.follow('maestro', path, (line) => seen.push(line));
      await waitFor(
        'el primer vistazo del seguidor',
        async () => {
          await run(lab, 'maestro', `echo marca >>${path}`);
          return seen.includes('marca');
        },
        { deadlineMs: 5000 },
      );
      await run(
        lab,
        'maestro',
        `for i in 1 2 3; do printf 'lin' >>${path}; printf "ea $i\\n" >>${path}; done`,
      );
      await waitFor('tres líneas', () => seen.includes('linea 3'), { deadlineMs: 5000 });
      expect(seen.filter((line) => line.startsWith('linea'))).toEqual(['linea 1', 'linea 2', 'linea 3']);
      follower.stop();
    });

    it('cuts a node from the network and restores it, without stopping its processes', async () => {
      const lab = await started('uno');
      await converged(lab);
      expect(lab.isCut('replica2')).toBe(false);
      await lab.cutNetwork('replica2');
      expect(lab.isCut('replica2')).toBe(true);
      expect((await run(lab, 'maestro', 'timeout 1 redis-cli -h replica2 PING')).code).not.toBe(0);
      expect(await ask(lab, 'replica2', 'redis', 'PING')).toContain('PONG');
      expect((await run(lab, 'replica2', 'redis-cli PING')).output).toBe('PONG\n');
      await lab.restoreNetwork('replica2');
      expect(lab.isCut('replica2')).toBe(false);
      await waitFor(
        'replica2 responde',
        async () =>
          (await run(lab, 'maestro', 'timeout 1 redis-cli -h replica2 PING')).output.includes('PONG'),
        { deadlineMs: 5000 },
      );
    });

    it('stops with no process left, and starts again as it was: master, keys, services that were off', async () => {
      const first = await started('uno');
      await converged(first);
      await ask(first, 'maestro', 'redis', 'SET clave valor');
      expect((await run(first, 'replica1', 'rc-service redis stop')).code).toBe(0);
      const ended = new Promise<void>((resolve) => first.onEnd(resolve));
      await first.stop();
      await ended;
      const second = await restarted('uno');
      await waitFor(
        'la clave sigue ahí',
        async () => (await ask(second, 'maestro', 'redis', 'GET clave')).includes('valor'),
        { deadlineMs: 5000 },
      );
      await expect(second.connect('replica1', 'redis')).rejects.toMatchObject({ name: 'ServiceRefused' });
      await waitFor('Sentinel de replica1', () => ask(second, 'replica1', 'sentinel', 'PING'), {
        deadlineMs: 5000,
      });
    });

    it('keeps a shell, a host and its Sentinel alive when its Redis is shut down', async () => {
      const lab = await started('uno');
      await converged(lab);
      const { output } = await run(
        lab,
        'maestro',
        'redis-cli SHUTDOWN; redis-cli -p 26379 PING; rc-service redis status; echo $?',
      );
      expect(output).toContain('PONG');
      expect(output).toContain(' * status: stopped\n3\n');
    });

    it('keeps two labs with the same addresses apart', async () => {
      const [one, two] = [await started('uno'), await started('dos')];
      await Promise.all([converged(one), converged(two)]);
      await ask(one, 'maestro', 'redis', 'SET solo-en uno');
      expect(await ask(two, 'maestro', 'redis', 'GET solo-en')).toContain('$-1');
      expect([...(await driver.list())].sort()).toEqual(['dos', 'uno']);
    });

    it('destroys what it made, and forgives a second time', async () => {
      const lab = await started('uno');
      await run(lab, 'maestro', 'mkdir -p /root/cerrada/dentro; chmod 0 /root/cerrada');
      await lab.stop();
      await driver.destroy('uno');
      await driver.destroy('uno');
      expect(await driver.exists('uno')).toBe(false);
      expect(await driver.list()).toEqual([]);
    });

    it('names every error', async () => {
      await expect(driver.create('../fuera', initialState, settings)).rejects.toMatchObject({
        name: 'LabIdInvalid',
      });
      await expect(driver.start('nadie')).rejects.toMatchObject({ name: 'LabMissing', lab: 'nadie' });
      const lab = await started('uno');
      await expect(driver.start('uno')).rejects.toMatchObject({ name: 'LabRunning' });
      await expect(driver.create('uno', initialState, settings)).rejects.toMatchObject({
        name: 'LabRunning',
      });
      await expect(driver.destroy('uno')).rejects.toMatchObject({ name: 'LabRunning' });
      await expect(lab.readFile('maestro', '/etc/no-hay')).rejects.toMatchObject({ name: 'FileUnreadable' });
      await expect(lab.readFile('maestro', '/proc/version')).rejects.toMatchObject({
        name: 'FileUnreadable',
      });
      await run(lab, 'maestro', 'ln -s /etc/passwd /root/enlace; mkfifo /root/tubo');
      await expect(lab.readFile('maestro', '/root/enlace')).rejects.toMatchObject({ name: 'FileUnreadable' });
      await expect(lab.readFile('maestro', '/root/tubo')).rejects.toMatchObject({ name: 'FileUnreadable' });
      await lab.stop();
      await expect(lab.connect('maestro', 'redis')).rejects.toMatchObject({ name: 'LabNotRunning' });
      await expect(lab.readFile('maestro', files.redisConf)).rejects.toMatchObject({ name: 'LabNotRunning' });
      await expect(lab.cutNetwork('maestro')).rejects.toMatchObject({ name: 'LabNotRunning' });
      expect(() => lab.spawn('maestro', ['bash'], size)).toThrow(
        expect.objectContaining({ name: 'LabNotRunning' }),
      );
      expect(() => lab.follow('maestro', files.redisLog, () => undefined)).toThrow(
        expect.objectContaining({ name: 'LabNotRunning' }),
      );
    });
  });
}
