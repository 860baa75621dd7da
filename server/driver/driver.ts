/**
 * What a lab is to the rest of the server: its hosts, which can be started, read, cut from the network and destroyed, and in which programs run.
 * Nothing above this interface knows which driver stands behind it; every driver passes `tests/contract/`.
 */
import type { Socket } from 'node:net';
import type {
  ClusterView,
  DeclaredState,
  HostName,
  NodeName,
  SentinelEvent,
  Service,
} from '../../labs/define.ts';
import type { DriverError, LimitMet } from './errors.ts';

export interface LabSettings {
  /** Sentinel's down-after-milliseconds. */
  readonly downAfterMs: number;
  /** The time zone of a new lab's hosts, by its IANA name. A lab that is made anew keeps the one it has. */
  readonly timeZone: string;
}

export interface PtyOptions {
  readonly cols: number;
  readonly rows: number;
  /** Added to the node's own environment; nothing of the server's passes. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A program of a node behind a pseudo-terminal. */
export interface Pty {
  /** The pty's master side, for writes that may meet EAGAIN. Valid until `onExit`. */
  readonly fd: number;
  /** The bytes are the listener's only until it returns. */
  onData(listener: (bytes: Buffer) => void): void;
  /** Called once, after the last `onData`. */
  onExit(listener: (exit: { readonly code: number; readonly signal: number | null }) => void): void;
  pause(): void;
  resume(): void;
  resize(cols: number, rows: number): void;
  /** Ends the program (SIGHUP, as a closed terminal does); `onExit` follows. Harmless when it has ended. */
  kill(): void;
}

/** New lines of a file, from its present end or from its start; survives truncation and rotation. */
export interface Follower {
  stop(): void;
}

/** A cluster that is asked again and again. */
export interface ClusterWatch {
  /**
   * What it is now, with those keys. What a Sentinel thinks may be a second old while nothing happens, unless `fresh`. Never fails
   * for a node's sake: what does not answer is `up: false`. Once it was stopped it may fail.
   */
  look(keys: readonly string[], fresh: boolean): Promise<ClusterView>;
  stop(): void;
}

/** Reads a lab in another thread of this server. */
export interface LabReader {
  watch(onEvent: (event: SentinelEvent) => void): ClusterWatch;
  /** Waits until the lab is what it was declared to be. @throws WaitExpired, or what else went wrong there, in its words */
  untilConverged(state: DeclaredState): Promise<void>;
}

export interface RunningLab {
  /** The time zone of its hosts, by its IANA name: that of their logs and of `date`. */
  readonly timeZone: string;
  /** Opens a byte stream to a node's Redis or Sentinel. @throws ServiceRefused, LabNotRunning */
  connect(node: NodeName, service: Service): Promise<Socket>;
  /** Starts a program of the node with a pty of that size. @throws LabNotRunning, NodeOff, SpawnFailed */
  spawn(node: HostName, argv: readonly [string, ...string[]], options: PtyOptions): Pty;
  /** Reads a file of a node, at most 1 MiB of it. @throws FileUnreadable, LabNotRunning */
  readFile(node: HostName, path: string): Promise<string>;
  /** Calls back with each whole line that is added to a file of a node. @throws FileUnreadable */
  follow(node: HostName, path: string, onLine: (line: string) => void): Follower;
  /** Empties the logs of all its services, which go on writing into them. */
  clearLogs(): Promise<void>;
  /** Cuts a node from the lab's network; its processes go on. */
  cutNetwork(node: HostName): Promise<void>;
  restoreNetwork(node: HostName): Promise<void>;
  /** Whether the node is cut. In a lab that is started no node is cut. */
  isCut(node: HostName): boolean;
  /** Cuts the power of one node: its programs end at once, those in terminals too, and nobody gets an answer from it. Its files stay. */
  powerOff(node: HostName): Promise<void>;
  /** Turns it on again, with what was on when the power was cut; its network is as it was. Resolves when that was launched. Harmless when it is on. */
  powerOn(node: HostName): Promise<void>;
  /** Whether the node is off: no program can be started there. A lab that is started has all its nodes on. */
  isOff(node: HostName): boolean;
  /** Calls back when the lab meets a limit of its own, and with null when it no longer does. A driver whose labs have none never does. */
  onLimit?(listener: (limit: LimitMet | null) => void): void;
  /** What is wrong with its machine at this moment, where the driver can know: what it runs is not told of it. */
  trouble?(): DriverError | null;
  /** Where the driver has one: to read a hundred labs takes time in which nobody's key is answered. */
  readonly reader?: LabReader;
  /** Called once, when the lab has ended, asked for or not. */
  onEnd(listener: () => void): void;
  /** Cuts the power of the lab's hosts. Their files stay. Resolves when no process is left. */
  stop(): Promise<void>;
}

/** What it takes to watch a lab: in this thread, and in whichever the driver has for it. */
export type LabReading = Pick<RunningLab, 'connect' | 'readFile' | 'follow' | 'isCut'>;
export type WatchableLab = LabReading & Pick<RunningLab, 'reader'>;

export interface Driver {
  readonly name: string;
  /** How many labs can be on at once, where the driver knows: it has that many, and no more can be made. */
  readonly capacity?: number;
  /** Says what is missing on this machine. @throws ProgramMissing, NamespacesForbidden */
  verify(): Promise<void>;
  /**
   * Writes the files of a lab in the declared state, replacing what was there. The lab must be stopped; `stop` does that as late as
   * it can be, so that what cannot be written costs nothing that is there. @throws LabNotWritten
   */
  create(id: string, state: DeclaredState, settings: LabSettings, stop?: () => Promise<void>): Promise<void>;
  /** Turns the lab's hosts on, with the files they have. Resolves when their processes were launched. @throws LabMissing, LabStartFailed */
  start(id: string): Promise<RunningLab>;
  /** Whether files of a lab with this id exist. */
  exists(id: string): Promise<boolean>;
  /** The ids of all labs that have files, running or not. */
  list(): Promise<readonly string[]>;
  /** Removes a stopped lab's files. Harmless when there are none. */
  destroy(id: string): Promise<void>;
}
