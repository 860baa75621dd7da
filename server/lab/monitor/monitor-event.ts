/** What the monitor of a lab tells, in the order in which it was seen. */
import type { ClusterView, SentinelEvent } from '../../../labs/define.ts';

export type MonitorEvent =
  /** The three nodes, asked together. */
  | { readonly type: 'view'; readonly view: ClusterView }
  /** What a Sentinel published, or wrote into its log. */
  | { readonly type: 'event'; readonly event: SentinelEvent };

export type OnMonitorEvent = (event: MonitorEvent) => void;
