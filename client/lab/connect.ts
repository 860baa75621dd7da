/** The page's connection to its lab. It comes back by itself, sooner at first, and says again what slide is open. */
import type { LabRequest } from '../../protocol/lab.ts';
import { type ClusterHistory, received } from './cluster-store.ts';
import { readNotice } from './messages.ts';
import type { LabSnapshot, Store } from './store.ts';

const firstDelayMs = 250;
const longestDelayMs = 5000;
/** The server says something every 5 s: after so much silence the learner is told, and after so much more another connection is tried, ms. */
const silenceMs = 12_000;
const lostMs = 20_000;
const watchMs = 1000;

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
  let heardAt = 0;

  const send = (request: LabRequest) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  const sayWhere = () => {
    if (visited !== undefined) send({ type: 'visit', case: visited });
  };
  const read = (text: string) => {
    heardAt = performance.now();
    const { silent, ...known } = store.get();
    if (silent) store.set({ ...known, connected: known.lab !== undefined });
    const notice = readNotice(text);
    if (notice?.type === 'alive') return;
    if (notice?.type === 'lab') {
      failures = 0;
      store.set({ connected: true, lab: notice.lab, ahead: Date.parse(notice.at) - Date.now() });
    } else if (notice?.type === 'error') refusal = notice.message;
    else if (notice) cluster.set(received(cluster.get(), notice));
  };
  const open = () => {
    const opened = new WebSocket(url);
    socket = opened;
    heardAt = performance.now();
    opened.addEventListener('open', sayWhere);
    opened.addEventListener('message', (event) => opened === socket && read(String(event.data)));
    // A refused connection closes too, so this alone brings it back.
    opened.addEventListener('close', () => {
      if (opened !== socket) return;
      socket = undefined;
      failures += 1;
      const { refusal: _before, silent: _silent, ...known } = store.get();
      store.set({ ...known, connected: false, ...(refusal === undefined ? {} : { refusal }) });
      refusal = undefined;
      setTimeout(open, delayAfter(failures));
    });
  };
  open();
  setInterval(() => {
    const silence = performance.now() - heardAt;
    if (!socket || silence < silenceMs) return;
    const known = store.get();
    if (!known.silent) store.set({ ...known, connected: false, silent: true });
    if (silence < lostMs) return;
    // Nothing ends by itself where packets are lost: its end would not be heard either.
    const lost = socket;
    socket = undefined;
    lost.close();
    open();
  }, watchMs);

  return {
    visit(caseId) {
      if (caseId === visited) return;
      visited = caseId;
      sayWhere();
    },
  };
}
