/** What the parts of the driver contract share: the driver under test, its labs, and what is asked of them. */
import { text } from 'node:stream/consumers';
import { cluster, initialState, nodeNames, nodeOf } from '../../labs/cluster.ts';
import type { DeclaredState, HostName, NodeName, Service } from '../../labs/define.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { Driver, RunningLab } from '../../server/driver/driver.ts';

export const settings = { downAfterMs: cluster.defaultDownAfterMs, timeZone: 'UTC' };
export const size = { cols: 80, rows: 24 };

export interface MadeDriver {
  readonly driver: Driver;
  dispose(): Promise<void>;
}

/** A driver made for one test, and what it started. */
export class Trial implements AsyncDisposable {
  readonly driver: Driver;
  readonly #made: MadeDriver;
  readonly #labs: RunningLab[] = [];

  constructor(made: MadeDriver) {
    this.#made = made;
    this.driver = made.driver;
  }

  async started(id: string, state: DeclaredState = initialState): Promise<RunningLab> {
    await this.driver.create(id, state, settings);
    return this.restarted(id);
  }

  async restarted(id: string): Promise<RunningLab> {
    const lab = await this.driver.start(id);
    this.#labs.push(lab);
    return lab;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#labs.splice(0).map((lab) => lab.stop()));
    await this.#made.dispose();
  }
}

export type MakeTrial = () => Promise<Trial>;

/** One command in, its raw answer out, over a connection of the driver's. */
export async function ask(
  lab: RunningLab,
  node: NodeName,
  service: Service,
  command: string,
): Promise<string> {
  const stream = await lab.connect(node, service);
  stream.end(`${command}\r\nQUIT\r\n`);
  return text(stream);
}

/** Runs a shell's script on a host, behind a terminal. */
export async function run(
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

/** Waits until the cluster is whole, and names its master. */
export const converged = (lab: RunningLab, usable = 3) =>
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
