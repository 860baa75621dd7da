/** At whose pace the slides go: with the class, as far as the class is, or by oneself. */
import type { Membership, Pace } from '../../protocol/membership.ts';
import type { Deck } from '../deck/deck.ts';

/** `away`: by oneself, while the class goes together. `held`: the slide that was wanted is beyond where the class waits. */
export type Following = 'free' | 'together' | 'away' | 'until' | 'held';

export interface PaceFollower {
  readonly following: Following;
  update(membership: Membership | null): void;
  /** Back to where the class is. */
  rejoin(): void;
  /** On, although the class waits. */
  goOn(): void;
}

type Slides = Pick<Deck, 'address' | 'go' | 'isAfter'>;

/** `onChange`: `following` is another. Call `moved` whenever another slide is open. */
export function createPaceFollower(deck: Slides, onChange: () => void): PaceFollower & { moved(): void } {
  let pace: Pace = { mode: 'free' };
  let following: Following = 'free';
  /** The slide that was wanted beyond the gate. */
  let wanted: string | null = null;
  let passed = false;

  const become = (next: Following) => {
    if (next === following) return;
    following = next;
    onChange();
  };
  const follow = () => {
    if (pace.mode !== 'together') return;
    become('together');
    if (deck.address() !== pace.slide) deck.go(pace.slide);
  };

  return {
    get following() {
      return following;
    },
    update(membership) {
      const before = pace;
      pace = membership?.pace ?? { mode: 'free' };
      if (pace.mode !== before.mode) {
        passed = false;
        wanted = null;
        become(pace.mode);
      }
      // Who is away stays away while the class goes on.
      if (following === 'together') follow();
      if (
        pace.mode === 'until' &&
        before.mode === 'until' &&
        pace.slide !== before.slide &&
        following === 'held'
      )
        become('until');
    },
    moved() {
      if (pace.mode === 'together') become(deck.address() === pace.slide ? 'together' : 'away');
      if (pace.mode !== 'until' || passed) return;
      if (deck.isAfter(deck.address(), pace.slide)) {
        wanted = deck.address();
        deck.go(pace.slide);
        become('held');
      } else if (deck.address() !== pace.slide) become('until');
    },
    rejoin: follow,
    goOn() {
      passed = true;
      const to = wanted;
      wanted = null;
      become('until');
      if (to !== null) deck.go(to);
    },
  };
}
