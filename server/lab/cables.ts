/**
 * Does what the command `particion` of a node asks for: its cable pulled or put back. The node only leaves a line in a file
 * of its own (labs/node/particion); what is read there is one of two words, and only the node's own cable is changed.
 */
import { files, nodeNames } from '../../labs/cluster.ts';
import type { NodeName } from '../../labs/define.ts';
import type { RunningLab } from '../driver/driver.ts';

/** A node that asks without end gets one change in this time, and then what it asked for last. */
const paceMs = 200;

const words: Readonly<Record<string, boolean>> = { cortar: true, curar: false };

export interface Cables {
  stop(): void;
}

/** `onChange` is called after each change of the network that a node asked for. */
export function watchCables(lab: RunningLab, onChange: () => void): Cables {
  let stopped = false;
  const wanted = new Map<NodeName, boolean>();
  const busy = new Set<NodeName>();

  const serve = async (node: NodeName): Promise<void> => {
    if (busy.has(node)) return;
    busy.add(node);
    for (let cut = wanted.get(node); cut !== undefined && !stopped; cut = wanted.get(node)) {
      wanted.delete(node);
      // What cannot be done, the command says by itself: it waits in vain.
      await (cut ? lab.cutNetwork(node) : lab.restoreNetwork(node)).catch(() => undefined);
      if (!stopped) onChange();
      await new Promise((resolve) => setTimeout(resolve, paceMs));
    }
    busy.delete(node);
  };

  const followers = nodeNames.map((node) =>
    lab.follow(node, files.networkRequests, (line) => {
      const cut = words[line];
      if (cut === undefined) return;
      wanted.set(node, cut);
      void serve(node);
    }),
  );
  return {
    stop() {
      stopped = true;
      for (const follower of followers) follower.stop();
    },
  };
}
