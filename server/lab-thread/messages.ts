/** What the server and its lab thread say to each other. Both are of one build: the types are the check. */
import type { ClusterView, LabState, NodeName, SentinelEvent } from '../../labs/define.ts';
import type { GuardedLab } from '../driver/sandbox/guard.ts';
import type { LimitName } from '../driver/sandbox/limits.ts';

/** `id` names a watch, a wait or a guard, for as long as it lasts. */
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
  | { readonly type: 'converge'; readonly id: number; readonly folder: string; readonly state: LabState }
  | { readonly type: 'guard'; readonly id: number; readonly lab: GuardedLab }
  | { readonly type: 'stop'; readonly id: number };

export type Report =
  | { readonly type: 'view'; readonly id: number; readonly question: number; readonly view: ClusterView }
  | { readonly type: 'event'; readonly id: number; readonly event: SentinelEvent }
  /** `failure`: why it is not, in words; null when it is. */
  | { readonly type: 'converged'; readonly id: number; readonly failure: string | null }
  | { readonly type: 'limit'; readonly id: number; readonly limit: LimitName | null };
