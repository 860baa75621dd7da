/** The page's connection to its lab. It comes back by itself, and says again what slide is open; and it keeps watch over the network for the whole page. */
import type { LabRequest } from '../../protocol/lab.ts';
import type { Membership } from '../../protocol/membership.ts';
import { LiveSocket } from '../network/live-socket.ts';
import { type ClusterHistory, received } from './cluster-store.ts';
import { readNotice } from './messages.ts';
import type { LabSnapshot, Store } from './store.ts';

/** The longest wait between two tries, ms: the page's other sockets try as soon as this one is back. */
const longestWaitMs = 2500;

export interface LabConnection {
  /** The learner is on a slide of that case. */
  visit(caseId: string): void;
  /** That slide is open, by its address. */
  slide(address: string): void;
}

export interface LabStores {
  readonly lab: Store<LabSnapshot>;
  /** Apart, for it changes often, and the slides need not look each time. */
  readonly cluster: Store<ClusterHistory>;
  /** null: in no class. */
  readonly membership: Store<Membership | null>;
}

export function connectLab(url: URL, { lab: store, cluster, membership }: LabStores): LabConnection {
  let visited: string | undefined;
  let shown: string | undefined;
  /** Why the server let this connection not in. */
  let refusal: string | undefined;

  const send = (request: LabRequest) => socket.send(JSON.stringify(request));
  const sayWhere = () => {
    if (visited !== undefined) send({ type: 'visit', case: visited });
    if (shown !== undefined) send({ type: 'slide', slide: shown });
  };
  const read = (text: string) => {
    const notice = readNotice(text);
    if (notice?.type === 'pong') socket.answered();
    else if (notice?.type === 'lab') {
      socket.works();
      store.set({ connected: true, lab: notice.lab, ahead: Date.parse(notice.at) - Date.now() });
    } else if (notice?.type === 'membership') membership.set(notice.membership);
    else if (notice?.type === 'error') refusal = notice.message;
    else if (notice) cluster.set(received(cluster.get(), notice));
  };
  const socket = new LiveSocket({
    address: () => url,
    longestWaitMs,
    keepsWatch: true,
    onOpen: sayWhere,
    onMessage: (data) => read(String(data)),
    onLost: () => {
      const { refusal: _before, ...known } = store.get();
      store.set({ ...known, connected: false, ...(refusal === undefined ? {} : { refusal }) });
      refusal = undefined;
      return true;
    },
    onRefused: (sentence) => store.set({ ...store.get(), connected: false, refusal: sentence }),
  });
  socket.connect();

  return {
    visit(caseId) {
      if (caseId === visited) return;
      visited = caseId;
      send({ type: 'visit', case: caseId });
    },
    slide(address) {
      if (address === shown) return;
      shown = address;
      send({ type: 'slide', slide: address });
    },
  };
}
