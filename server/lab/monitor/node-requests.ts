/**
 * Does what commands of a node ask for: its network link cut or healed (`particion`), its power cut for good or for a moment (`poweroff`,
 * `reboot`). The node only leaves a line in a file of its own (labs/node/particion, labs/node/costumbre); what is read there is one of four
 * words, and only the node itself is changed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { files, nodeNames } from '../../../labs/cluster.ts';
import type { NodeName } from '../../../labs/define.ts';
import { openTogether } from '../../base/opened.ts';
import type { RunningLab } from '../../driver/driver.ts';

/** A node that asks without end gets one change in this time, and then what it asked for last. */
const paceMs = 200;
/** How long a node that reboots is off: longer than the course's down-after, as a machine's own start is. */
const rebootMs = 10_000;

type Change = (lab: RunningLab, node: NodeName) => Promise<void>;

const reboot: Change = async (lab, node) => {
  await lab.powerOff(node);
  await sleep(rebootMs);
  await lab.powerOn(node);
};

const changes = new Map<string, Change>([
  ['cortar', (lab, node) => lab.cutNetwork(node)],
  ['curar', (lab, node) => lab.restoreNetwork(node)],
  ['apagar', (lab, node) => lab.powerOff(node)],
  ['reiniciar', reboot],
]);

export interface NodeRequests {
  stop(): void;
}

/** `onChange` is called after each change that a node asked for, and when one that takes long has begun. @throws FileUnreadable, LabNotRunning */
export function watchRequests(lab: RunningLab, onChange: () => void): NodeRequests {
  let stopped = false;
  const wanted = new Map<NodeName, Change>();
  const busy = new Set<NodeName>();
  const told = () => {
    if (!stopped) onChange();
  };

  const serve = async (node: NodeName): Promise<void> => {
    if (busy.has(node)) return;
    busy.add(node);
    for (let change = wanted.get(node); change && !stopped; change = wanted.get(node)) {
      wanted.delete(node);
      const begun = setTimeout(told, paceMs);
      // What cannot be done, the command says by itself: it waits in vain.
      await change(lab, node).catch(() => undefined);
      clearTimeout(begun);
      told();
      await sleep(paceMs);
    }
    busy.delete(node);
  };

  const follow = (node: NodeName) =>
    lab.follow(node, files.networkRequests, (line) => {
      const change = changes.get(line);
      if (!change) return;
      wanted.set(node, change);
      void serve(node);
    });
  const followers = openTogether((keep) => nodeNames.map((node) => keep(follow(node))));
  return {
    stop() {
      stopped = true;
      followers.stop();
    },
  };
}
