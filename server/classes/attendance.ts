/** A learner's pages in their class: one presence for all that are open at this server. */
import type { Learner } from '../learners/learner.ts';
import { createPresence, type OnMembership, type PresenceParts } from './presence.ts';

export interface Attendance {
  /** The page shows another slide. */
  slide(address: string): void;
  /** The page is closed. */
  end(): void;
}

export interface Attendances {
  /** A page of the learner is open: their class is told to it now and at each change, and the board sees what they do. */
  attend(learner: Learner, tell: OnMembership): Attendance;
  close(): void;
}

export function createAttendances(parts: PresenceParts): Attendances {
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
