/** What a lab tells of itself to whoever keeps it, in the order in which it happened. */
import type { SentinelEvent } from '../../labs/define.ts';
import type { LabRecord } from './judging/run.ts';
import type { SnapshotUpdate } from './monitor/snapshot-history.ts';

export type LabEvent =
  /** Its view reads differently. */
  | { readonly type: 'changed' }
  /** The cluster looks different. */
  | { readonly type: 'snapshot'; readonly update: SnapshotUpdate }
  /** What a Sentinel published, or wrote into its log. */
  | { readonly type: 'event'; readonly event: SentinelEvent }
  /** A check passed that had not before; `evidence` is its verdict's message. */
  | { readonly type: 'proven'; readonly check: string; readonly evidence: string }
  /** What is kept of its cases is different. */
  | { readonly type: 'record'; readonly record: LabRecord }
  /** It was made anew: the events and snapshots until now no longer count. */
  | { readonly type: 'forgotten' }
  /** Its hosts went off: the terminals on them have ended. */
  | { readonly type: 'off' };

export type OnLabEvent = (event: LabEvent) => void;
