/** What a lab tells of itself to whoever keeps it. */
import type { SentinelEvent } from '../../labs/define.ts';
import type { LabRecord } from './judging/run.ts';
import type { SnapshotUpdate } from './monitor/snapshot-history.ts';

export interface LabListeners {
  /** The view has changed. */
  onChange(): void;
  onProven(check: string, message: string): void;
  onRecord(record: LabRecord): void;
  onEvent(event: SentinelEvent): void;
  /** The cluster looks different. */
  onSnapshot(update: SnapshotUpdate): void;
  /** The events kept so far no longer count. */
  onForget(): void;
  /** The hosts went off: the terminals on them have ended. */
  onOff(): void;
}
