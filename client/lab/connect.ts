/** The page's connection to its lab. It comes back by itself, sooner at first, and says again what slide is open. */
import type { LabRequest } from '../../protocol/lab.ts';
import { type ClusterHistory, received } from './cluster-store.ts';
import { readNotice } from './messages.ts';
import type { LabSnapshot, Store } from './store.ts';

const firstDelayMs = 250;
const longestDelayMs = 5000;

/** 250 ms, doubled at each failure in a row, up to 5 s. */
export function delayAfter(failures: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1));
}

export interface LabConnection {
  /** The learner is on a slide of that case. */
  visit(caseId: string): void;
}

export interface LabStores {
  readonly lab: Store<LabSnapshot>;
  /** Apart, for it changes often, and the slides need not look each time. */
  readonly cluster: Store<ClusterHistory>;
}

export function connectLab(url: string, { lab: store, cluster }: LabStores): LabConnection {
  let socket: WebSocket | undefined;
  let visited: string | undefined;
  let failures = 0;
  /** Why the server let this connection not in. */
  let refusal: string | undefined;

  const send = (request: LabRequest) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  const sayWhere = () => {
    if (visited !== undefined) send({ type: 'visit', case: visited });
  };
  const read = (text: string) => {
    const notice = readNotice(text);
    if (notice?.type === 'lab') {
      failures = 0;
      store.set({ connected: true, lab: notice.lab, ahead: Date.parse(notice.at) - Date.now() });
    } else if (notice?.type === 'error') refusal = notice.message;
    else if (notice) cluster.set(received(cluster.get(), notice));
  };
  const open = () => {
    socket = new WebSocket(url);
    socket.addEventListener('open', sayWhere);
    socket.addEventListener('message', (event) => read(String(event.data)));
    // A refused connection closes too, so this alone brings it back.
    socket.addEventListener('close', () => {
      failures += 1;
      const { refusal: _before, ...known } = store.get();
      store.set({ ...known, connected: false, ...(refusal === undefined ? {} : { refusal }) });
      refusal = undefined;
      setTimeout(open, delayAfter(failures));
    });
  };
  open();

  return {
    visit(caseId) {
      if (caseId === visited) return;
      visited = caseId;
      sayWhere();
    },
  };
}
