/** The terminals of all labs: one for each lab, node and program. */
import { type Host, hostNames, type Program, programNames } from '../../protocol/names.ts';
import { type Log, silentLog } from '../base/log.ts';
import { LabRestarted, TooManyTerminals } from './errors.ts';
import type { Size } from './headless-terminal.ts';
import { type Spawn, TerminalSession } from './session.ts';

/** One for each node and program, and the client's shell. */
export const terminalsPerLab = 13;

export interface TerminalSessionsOptions {
  /** How many terminals one lab may have. */
  readonly maxPerLab: number;
  /** A terminal that nobody reads, and in which nothing happens, is ended after this, ms. */
  readonly idleMs: number;
  readonly log?: Log;
}

export interface TerminalSessions {
  /** The living terminal, or a new one. @throws TooManyTerminals, and what `spawn` throws */
  open(labId: string, node: Host, program: Program, size: Size, spawn: Spawn): TerminalSession;
  /** The living terminal, if there is one. */
  living(labId: string, node: Host, program: Program): TerminalSession | undefined;
  /** Those of a lab. */
  ofLab(labId: string): { node: Host; program: Program }[];
  /** How many there are, in all labs. */
  readonly size: number;
  /** Ends a lab's terminals; their pages are told and come back by themselves. */
  closeLab(labId: string): void;
  dispose(): void;
}

/** An unread terminal in which something does happen is ended all the same, after this many times `idleMs`. */
const unreadFactor = 4;

export function createTerminalSessions(options: TerminalSessionsOptions): TerminalSessions {
  const { log = silentLog } = options;
  const labs = new Map<string, Map<string, TerminalSession>>();
  /** When a terminal was first seen without a subscriber. */
  const unreadSince = new WeakMap<TerminalSession, number>();

  const end = (labId: string, key: string): void => {
    const lab = labs.get(labId);
    lab?.get(key)?.dispose();
    lab?.delete(key);
    if (lab?.size === 0) labs.delete(labId);
  };

  const isOver = (session: TerminalSession, now: number): boolean => {
    if (session.watched) {
      unreadSince.delete(session);
      return false;
    }
    const since = unreadSince.get(session) ?? now;
    unreadSince.set(session, since);
    return now - session.lastActivity >= options.idleMs || now - since >= options.idleMs * unreadFactor;
  };

  const sweep = (): void => {
    const now = performance.now();
    for (const [labId, lab] of [...labs]) {
      for (const [key, session] of [...lab]) if (isOver(session, now)) end(labId, key);
    }
  };
  const sweeper = setInterval(sweep, Math.max(10, options.idleMs / 4));
  sweeper.unref();

  /** Makes room with a terminal whose program has ended and that nobody reads. */
  const makeRoom = (labId: string, lab: Map<string, TerminalSession>): void => {
    for (const [key, session] of lab) {
      if (lab.size < options.maxPerLab) return;
      if (session.exited && !session.watched) end(labId, key);
    }
    if (lab.size >= options.maxPerLab) throw new TooManyTerminals(options.maxPerLab);
  };

  return {
    open(labId, node, program, size, spawn) {
      const key = `${node}/${program}`;
      const living = labs.get(labId)?.get(key);
      if (living) {
        living.useSpawn(spawn);
        return living;
      }
      makeRoom(labId, labs.get(labId) ?? new Map());
      const session = new TerminalSession(size, spawn, {
        // It is tried again, ever later.
        onError: (error) =>
          log.error({ err: error, lab: labId, terminal: key }, 'no se ha podido dibujar una pantalla'),
      });
      const lab = labs.get(labId) ?? new Map<string, TerminalSession>();
      labs.set(labId, lab.set(key, session));
      return session;
    },
    living: (labId, node, program) => labs.get(labId)?.get(`${node}/${program}`),
    ofLab: (labId) =>
      hostNames.flatMap((node) =>
        programNames
          .filter((program) => labs.get(labId)?.has(`${node}/${program}`))
          .map((program) => ({ node, program })),
      ),
    get size() {
      return [...labs.values()].reduce((sum, lab) => sum + lab.size, 0);
    },
    closeLab(labId) {
      const lab = labs.get(labId);
      labs.delete(labId);
      for (const session of lab?.values() ?? []) session.dispose(new LabRestarted());
    },
    dispose() {
      clearInterval(sweeper);
      for (const [labId, lab] of [...labs]) for (const key of [...lab.keys()]) end(labId, key);
    },
  };
}
