/** One member's lab as an instructor sees it: cluster, events and verdicts, as the member's own page is told of them. No terminal. */
import type { BoardNotice } from '../../protocol/classes.ts';
import { labNotice } from '../learners/learner.ts';
import type { Learners } from '../learners/learners.ts';
import type { MemberRef } from './member.ts';
import type { MemberStore } from './member-store.ts';

export interface WatchParts {
  readonly classes: Pick<MemberStore, 'learnerOf'>;
  readonly learners: Pick<Learners, 'here'>;
}

/** @param trouble what keeps it from being shown @returns ends it */
export function watchMember(
  ref: MemberRef,
  { classes, learners }: WatchParts,
  send: (notice: BoardNotice) => void,
  trouble: (cause: unknown) => void,
): () => void {
  const { member } = ref;
  let ended = false;
  let stop = () => {};
  const begin = async () => {
    const learner = await learners.here(await classes.learnerOf(ref));
    if (ended) return;
    if (!learner) {
      send({ type: 'person', member, notice: null });
      return;
    }
    stop = learner.subscribe((notice) => {
      if (notice.type !== 'asked' && notice.type !== 'ended') send({ type: 'person', member, notice });
    });
    send({ type: 'person', member, notice: { type: 'history', ...learner.lab.history() } });
    send({ type: 'person', member, notice: labNotice(learner) });
  };
  begin().catch(trouble);
  return () => {
    ended = true;
    stop();
  };
}
