/** Keeps the class's line with what the server says of the class, and the slides with its pace. */
import './class.css';
import { h, render } from 'preact';
import type { Membership } from '../../protocol/membership.ts';
import type { Deck } from '../deck/deck.ts';
import { deckTakes } from '../deck/keys.ts';
import { recall, remember } from '../frame/storage.ts';
import type { Store } from '../lab/store.ts';
import { ClassStrip } from './class-strip.tsx';
import { createPaceFollower } from './pace.ts';

const readMessage = 'class-message';

export function mountClass(place: HTMLElement, membership: Store<Membership | null>, deck: Deck): void {
  let read = recall(readMessage);
  const show = () => {
    const now = membership.get();
    place.hidden = now === null;
    const strip = now && {
      membership: now,
      following: pace.following,
      read,
      onRead: (id: string) => {
        read = id;
        remember(readMessage, id);
        show();
      },
      onRejoin: pace.rejoin,
      onGoOn: pace.goOn,
    };
    render(strip && h(ClassStrip, strip), place);
    deck.refit();
  };
  const pace = createPaceFollower(deck, show);
  membership.subscribe((now) => {
    pace.update(now);
    show();
  });
  deck.onSlide(pace.moved);
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'c' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (pace.following === 'away' && deckTakes(event)) pace.rejoin();
  });
}
