/** One learner in their class while a page of theirs is open: what they do is written for the board, what the class does is told to them. */
import { isDeepStrictEqual } from 'node:util';
import type { MemberStatus } from '../../protocol/classes.ts';
import type { LabView } from '../../protocol/lab.ts';
import type { Membership } from '../../protocol/membership.ts';
import type { Log } from '../base/log.ts';
import type { Learner } from '../learners/learner.ts';
import type { Channels } from './channels.ts';
import type { ClassStore } from './class-store.ts';
import { createCoalescer } from './coalescer.ts';
import type { JoinStore } from './join.ts';
import { classChannel, learnerChannel } from './keys.ts';
import type { MemberRef } from './member.ts';
import { sameStatus, statusAfter, statusAfterAsking } from './member-status.ts';
import type { MemberStore } from './member-store.ts';

/** null: the learner is in no class. */
export type OnMembership = (membership: Membership | null) => void;

export interface PresenceParts {
  readonly members: MemberStore & Pick<JoinStore, 'memberRefOf'> & Pick<ClassStore, 'showSlide'>;
  readonly channels: Channels;
  readonly log: Log;
}

const iso = (): string => new Date().toISOString();

/** One learner, for as long as a page of theirs is open at this server. */
export function createPresence(learner: Learner, { members, channels, log }: PresenceParts) {
  const pages = new Set<OnMembership>();
  const stops = new Set<() => void>();
  let ref: MemberRef | null = null;
  let membership: Membership | null = null;
  let leaveClass: () => void = () => undefined;
  let lastView: LabView | null = null;
  let slide: string | null = null;
  let [status, saved]: [MemberStatus | null, MemberStatus | null] = [null, null];
  let [hears, told, ended] = [false, false, false];

  const saving = createCoalescer(async () => {
    if (!ref || !status || sameStatus(saved, status)) return;
    const writing = status;
    await members.saveStatus(ref, writing);
    saved = writing;
  }, log);

  const change = (next: MemberStatus) => {
    status = next;
    saving.want();
  };
  const see = (view: LabView) => {
    const before = lastView;
    lastView = view;
    if (ref) change(statusAfter(status, before, view, slide, iso()));
  };

  const reading = createCoalescer(async () => {
    await hearOfLearner();
    const now = await members.memberRefOf(learner.id);
    if (ended) return;
    if (!isDeepStrictEqual(now, ref)) await enter(now);
    const read = ref && (await members.membership(ref));
    if (isDeepStrictEqual(read, membership) && told) return;
    [membership, told] = [read, true];
    for (const tell of pages) tell(membership);
  }, log);

  /** That they joined or left, from anywhere. */
  const hearOfLearner = async () => {
    if (hears) return;
    const stop = await channels.listen(learnerChannel(learner.id), () => reading.want());
    hears = true;
    if (ended) stop();
    else stops.add(stop);
  };

  /** Another class, or none: hears what is said of it, of this member, and of the hands before theirs. */
  const enter = async (now: MemberRef | null) => {
    leaveClass();
    leaveClass = () => undefined;
    ref = null;
    const before = now && (await members.status(now));
    const stop =
      now &&
      (await channels.listen(classChannel(now.classId), (said) => {
        if (said === null || said === '' || said === now.member || membership?.hand) reading.want();
      }));
    if (stop && ended) stop();
    else if (stop) leaveClass = stop;
    [ref, status, saved] = [now, before, null];
    see(learner.view());
  };

  stops.add(
    learner.subscribe((notice) => {
      if (notice.type === 'lab') see(notice.lab);
      if (notice.type === 'asked' && ref && status) change(statusAfterAsking(status, notice.lab, iso()));
    }),
  );
  reading.want();

  return {
    pages,
    join(tell: OnMembership) {
      pages.add(tell);
      if (told) tell(membership);
    },
    slide(address: string) {
      slide = address;
      members
        .showSlide(learner.id, address)
        .catch((error: unknown) => log.debug({ err: error }, 'no se ha guardado la diapositiva abierta'));
      if (status) change({ ...status, slide, here: true, seen: iso() });
    },
    /** The last page is gone. */
    end() {
      ended = true;
      leaveClass();
      for (const stop of stops) stop();
      saving.stop();
      reading.stop();
      if (!ref || !status) return;
      members
        .saveStatus(ref, { ...status, here: false, seen: iso() })
        .catch((error: unknown) => log.debug({ err: error }, 'no se ha guardado que un miembro se va'));
    },
  };
}
