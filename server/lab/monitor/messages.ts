/** What the server and its lab thread say to each other. Both are of one build: the types are the check. */
import type { ClusterView, DeclaredState, NodeName, SentinelEvent } from '../../../labs/define.ts';
import type { LimitName } from '../../driver/sandbox/limits/limits.ts';
import type { MonitoredLab } from '../../driver/sandbox/limits/resource-monitor.ts';

/** `id` names a watch, a wait or a resource monitor, for as long as it lasts. */
export type Order =
  | { readonly type: 'watch'; readonly id: number; readonly folder: string }
  | {
      readonly type: 'look';
      readonly id: number;
      /** Comes back with the answer. */
      readonly question: number;
      readonly keys: readonly string[];
      readonly fresh: boolean;
      /** The nodes that are cut from the network: only the server itself knows. */
      readonly cut: readonly NodeName[];
    }
  | { readonly type: 'converge'; readonly id: number; readonly folder: string; readonly state: DeclaredState }
  | { readonly type: 'monitor-resources'; readonly id: number; readonly lab: MonitoredLab }
  | { readonly type: 'stop'; readonly id: number };

export type Report =
  | { readonly type: 'view'; readonly id: number; readonly question: number; readonly view: ClusterView }
  | { readonly type: 'event'; readonly id: number; readonly event: SentinelEvent }
  /** `failure`: why it is not, in words; null when it is. */
  | { readonly type: 'converged'; readonly id: number; readonly failure: string | null }
  | { readonly type: 'limit'; readonly id: number; readonly limit: LimitName | null };
