/** The board as the page has it: kept up with the server's notices. */
import { Value } from 'typebox/value';
import {
  BoardNotice,
  type BoardRequest,
  type ClassInfo,
  type Column,
  type Row,
  type Summary,
} from '../../protocol/classes.ts';
import type { LabView } from '../../protocol/lab.ts';
import { type ClusterHistory, emptyHistory, received } from '../lab/cluster-store.ts';
import { createStore, type Store } from '../lab/store.ts';
import { LiveSocket } from '../network/live-socket.ts';
import { RequestFailed } from '../network/request.ts';
import { api } from './api.ts';

/** One member's lab, while it is looked at. */
export interface WatchedLab {
  readonly member: string;
  /** A page of theirs is open at the server. */
  readonly here: boolean;
  readonly lab: LabView | null;
  readonly cluster: ClusterHistory;
}

export interface BoardState {
  readonly connected: boolean;
  /** Why there is no board, for the instructor. */
  readonly refusal: string | null;
  readonly info: ClassInfo | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly summary: Summary | null;
  /** How far the server's clock is ahead of this machine's, ms. */
  readonly ahead: number;
  readonly watched: WatchedLab | null;
}

export const emptyBoard: BoardState = {
  connected: false,
  refusal: null,
  info: null,
  columns: [],
  rows: [],
  summary: null,
  ahead: 0,
  watched: null,
};

const gone = 'Esta clase ya no existe.';

/** A row after a change, which names only the checks that are another. */
function rowAfter(before: Row, change: Row): Row {
  if (!before.status || !change.status) return change;
  const checks = { ...before.status.checks, ...change.status.checks };
  return { ...change, status: { ...change.status, checks } };
}

/** The rows with those that changed in their place, those that are new at the end, and without those that are gone. */
function withRows(
  known: readonly Row[],
  changed: readonly Row[],
  without: readonly string[],
): readonly Row[] {
  const news = new Map(changed.map((row) => [row.member, row]));
  const kept = known
    .filter(({ member }) => !without.includes(member))
    .map((row) => {
      const change = news.get(row.member);
      return change ? rowAfter(row, change) : row;
    });
  const before = new Set(known.map(({ member }) => member));
  return [...kept, ...changed.filter(({ member }) => !before.has(member))];
}

function watchedAfter(
  watched: WatchedLab | null,
  { member, notice }: BoardNotice & { type: 'person' },
): WatchedLab | null {
  if (watched?.member !== member) return watched;
  if (notice === null) return { ...watched, here: false };
  if (notice.type === 'lab') return { ...watched, here: true, lab: notice.lab };
  return { ...watched, here: true, cluster: received(watched.cluster, notice) };
}

/** The board after a notice. `now`: ms since the epoch on this machine. Pure. */
export function boardAfter(state: BoardState, notice: BoardNotice, now: number): BoardState {
  switch (notice.type) {
    case 'board': {
      const { class: info, columns, rows, at } = notice;
      return { ...state, connected: true, info, columns, rows, ahead: Date.parse(at) - now };
    }
    case 'changes':
      return {
        ...state,
        info: notice.class,
        rows: withRows(state.rows, notice.rows, notice.gone),
        ahead: Date.parse(notice.at) - now,
      };
    case 'summary':
      return { ...state, connected: true, summary: notice.summary };
    case 'person':
      return { ...state, watched: watchedAfter(state.watched, notice) };
    case 'ended':
      return { ...state, refusal: gone };
    case 'error':
      return { ...state, refusal: notice.message };
    default:
      return state;
  }
}

export interface BoardConnection {
  readonly store: Store<BoardState>;
  /** Shows a member's lab too; null: no more. */
  watch(member: string | null): void;
}

function read(data: unknown): BoardNotice | null {
  try {
    const value: unknown = JSON.parse(String(data));
    return Value.Check(BoardNotice, value) ? value : null;
  } catch {
    return null; // Not of this server.
  }
}

/** Why the server refuses the board; null where trying again may help. */
async function refusalOfBoard(id: string): Promise<string | null> {
  try {
    const mine = (await api.classes()).some((info) => info.id === id);
    return mine ? null : gone;
  } catch (error) {
    return error instanceof RequestFailed && error.cause === undefined ? error.message : null;
  }
}

export function connectBoard(id: string, view: 'board' | 'projector'): BoardConnection {
  const store = createStore(emptyBoard);
  const url = new URL('/ws/board', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = new URLSearchParams({ class: id, view }).toString();
  const send = (request: BoardRequest) => socket.send(JSON.stringify(request));
  const socket = new LiveSocket({
    address: () => url,
    longestWaitMs: 2500,
    keepsWatch: true,
    refusal: () => refusalOfBoard(id),
    onOpen: () => {
      const { watched } = store.get();
      if (watched) send({ type: 'watch', member: watched.member });
    },
    onMessage: (data) => {
      const notice = read(data);
      if (notice?.type === 'pong') socket.answered();
      else if (notice) {
        socket.works();
        store.set(boardAfter(store.get(), notice, Date.now()));
        if (notice.type === 'ended') socket.close();
      }
    },
    onLost: () => {
      store.set({ ...store.get(), connected: false });
      return store.get().refusal === null;
    },
    onRefused: (refusal) => store.set({ ...store.get(), connected: false, refusal }),
  });
  socket.connect();
  return {
    store,
    watch(member) {
      const watched = member === null ? null : { member, here: true, lab: null, cluster: emptyHistory };
      store.set({ ...store.get(), watched });
      send({ type: 'watch', member });
    },
  };
}
