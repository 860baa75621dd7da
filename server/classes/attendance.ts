/** A learner's pages in their class: what they do is written down for the board, and what the class does is told to them. */
import type { MemberStatus } from '../../protocol/classes.ts';
import type { LabView } from '../../protocol/lab.ts';
import type { Membership } from '../../protocol/membership.ts';
import type { Log } from '../base/log.ts';
import type { Learner } from '../learners/learner.ts';
import type { Channels } from './channels.ts';
import type { ClassStore } from './class-store.ts';
import { createCoalescer } from './coalescer.ts';
import type { JoinStore, Place } from './join.ts';
import { classChannel, learnerChannel } from './keys.ts';
import { sameStatus, statusAfter, statusAfterAsking } from './member-status.ts';
import type { MemberStore } from './member-store.ts';

/** null: the learner is in no class. */
export type OnMembership = (membership: Membership | null) => void;

export interface Attendance {
  /** The page shows another slide. */
  slide(address: string): void;
  /** The page is closed. */
  end(): void;
}

export interface AttendanceParts {
  readonly members: MemberStore & Pick<JoinStore, 'placeOf'> & Pick<ClassStore, 'showSlide'>;
  readonly channels: Channels;
  readonly log: Log;
}

const iso = (): string => new Date().toISOString();

/** One learner, for as long as a page of theirs is open at this server. */
function createPresence(learner: Learner, { members, channels, log }: AttendanceParts) {
  const pages = new Set<OnMembership>();
  const stops = new Set<() => void>();
  let place: Place | null = null;
  let membership: Membership | null = null;
  let leaveClass: () => void = () => undefined;
  let lastView: LabView | null = null;
  let slide: string | null = null;
  let [status, saved]: [MemberStatus | null, MemberStatus | null] = [null, null];
  let ended = false;

  const saving = createCoalescer(async () => {
    if (!place || !status || sameStatus(saved, status)) return;
    const writing = status;
    await members.saveStatus(place, writing);
    saved = writing;
  }, log);

  const change = (next: MemberStatus) => {
    status = next;
    saving.want();
  };
  const see = (view: LabView) => {
    const before = lastView;
    lastView = view;
    if (place) change({ ...statusAfter(status, before, view, iso()), slide });
  };

  const reading = createCoalescer(async () => {
    const now = await members.placeOf(learner.id);
    if (ended) return;
    if (now?.classId !== place?.classId || now?.member !== place?.member) {
      leaveClass();
      leaveClass = () => undefined;
      place = now;
      status = now && (await members.status(now));
      saved = null;
      if (now) await follow(now);
      see(learner.view());
    }
    membership = place && (await members.membership(place));
    for (const tell of pages) tell(membership);
  }, log);

  /** Hears what is said of the class, of this member, and of the hands before theirs. */
  const follow = async ({ classId, member }: Place) => {
    const stop = await channels.listen(classChannel(classId), (said) => {
      if (said === null || said === '' || said === member || membership?.hand) reading.want();
    });
    if (ended) stop();
    else leaveClass = stop;
  };

  const begin = async () => {
    const stop = await channels.listen(learnerChannel(learner.id), () => reading.want());
    if (ended) stop();
    else stops.add(stop);
  };
  stops.add(
    learner.subscribe((notice) => {
      if (notice.type === 'lab') see(notice.lab);
      if (notice.type === 'asked' && place && status) change(statusAfterAsking(status, notice.lab, iso()));
    }),
  );
  begin().catch((error: unknown) => log.debug({ err: error }, 'no se oye lo que cambia de la clase'));
  reading.want();

  return {
    pages,
    join(tell: OnMembership) {
      pages.add(tell);
      if (membership) tell(membership);
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
      if (!place || !status) return;
      members
        .saveStatus(place, { ...status, here: false, seen: iso() })
        .catch((error: unknown) => log.debug({ err: error }, 'no se ha guardado que un miembro se va'));
    },
  };
}

export interface Attendances {
  /** A page of the learner is open: their class is told to it now and at each change, and the board sees what they do. */
  attend(learner: Learner, tell: OnMembership): Attendance;
  close(): void;
}

export function createAttendances(parts: AttendanceParts): Attendances {
  const present = new Map<Learner, ReturnType<typeof createPresence>>();
  return {
    attend(learner, tell) {
      const presence = present.get(learner) ?? createPresence(learner, parts);
      present.set(learner, presence);
      presence.join(tell);
      return {
        slide: presence.slide,
        end() {
          presence.pages.delete(tell);
          if (presence.pages.size > 0) return;
          present.delete(learner);
          presence.end();
        },
      };
    },
    close() {
      for (const presence of present.values()) presence.end();
      present.clear();
    },
  };
}
