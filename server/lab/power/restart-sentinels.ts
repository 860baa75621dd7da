/** Starts Sentinels again as their learner would, in their hosts: one that was just started trusts its clock. */
import type { NodeName } from '../../../labs/define.ts';
import { within } from '../../base/wait.ts';
import type { RunningLab } from '../../driver/driver.ts';
import { SentinelRestartFailed } from '../errors.ts';
import { pollInfoFastFor } from '../monitor/fast-info-polling.ts';

const deadlineMs = 20_000;
/** One that was just started knows too little of the replicas to promote one, and would ask them in 10 s only. */
const hasteMs = 5000;

async function restartOne(lab: RunningLab, node: NodeName): Promise<void> {
  const pty = lab.spawn(node, ['rc-service', 'redis-sentinel', 'restart'], { cols: 80, rows: 24 });
  let said = '';
  pty.onData((bytes) => {
    said += bytes.toString();
  });
  const ended = new Promise<number>((resolve) => pty.onExit(({ code }) => resolve(code)));
  try {
    const code = await within(`rc-service redis-sentinel restart en ${node}`, ended, deadlineMs);
    if (code !== 0) throw new Error(`exit code ${code}: ${said.trim()}`);
  } catch (cause) {
    pty.kill();
    throw new SentinelRestartFailed(node, { cause });
  }
}

/** All at once: together they are back in a second. @throws SentinelRestartFailed, LabNotRunning */
export async function restartSentinels(lab: RunningLab, nodes: readonly NodeName[]): Promise<void> {
  await Promise.all(nodes.map((node) => restartOne(lab, node)));
  pollInfoFastFor(lab, hasteMs);
}
