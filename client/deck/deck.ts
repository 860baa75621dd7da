/** The Reveal deck: its options, its links, and where the learner is. */
import Reveal, { type RevealApi } from 'reveal.js';
import { recall, remember } from '../frame/storage.ts';
import { type Chapter, hashOf, placeOf } from './address.ts';
import { fitSlide } from './fit.ts';
import { deckTakes } from './keys.ts';

/** Where this browser was last. */
const lastSlide = 'slide';

export interface Deck {
  readonly reveal: RevealApi;
  /** Where the learner is, as `caso-1/2`. */
  address(): string;
  /** Opens the slide of that address. */
  go(address: string): void;
  /** Whether a slide comes after another in the course. */
  isAfter(address: string, other: string): boolean;
  /** Called with the slide at once, and at every change. */
  onSlide(listener: (slide: HTMLElement, place: string) => void): void;
  /** The slide's contents or its pane changed size. */
  refit(): void;
  /** Gives the deck the keys. */
  focus(): void;
}

export interface DeckOptions {
  readonly root: HTMLElement;
  readonly kind: 'course' | 'print' | 'receiver';
  readonly keys: Readonly<Record<number, () => void>>;
}

function chaptersIn(root: HTMLElement): Chapter[] {
  return [...root.querySelectorAll(':scope > .slides > section')].map((section) => ({
    id: section.id,
    slides: Math.max(1, section.querySelectorAll(':scope > section').length),
  }));
}

/** `Caso 3 · 2 de 4`, for the toolbar. */
function nameOf(chapter: Chapter | undefined, v: number): string {
  if (!chapter) return '';
  const words = chapter.id
    .replaceAll('-', ' ')
    .replace('que es', 'Qué es')
    .replace('mas lejos', 'más lejos')
    .replace('sentinel', 'Sentinel');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} · ${v + 1} de ${chapter.slides}`;
}

export async function createDeck({ root, kind, keys }: DeckOptions): Promise<Deck> {
  const chapters = chaptersIn(root);
  // A tab that was closed by mistake, and opened again by the course's address, goes on where it was.
  const start = placeOf(location.hash || (kind === 'course' && recall(lastSlide)) || '', chapters);
  const print = kind === 'print';
  const reveal = new Reveal(root, {
    embedded: kind === 'course',
    // The theme sizes text with container units, so nothing is scaled: text stays sharp and fills its pane.
    disableLayout: !print,
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    display: 'flex',
    transition: 'none',
    backgroundTransition: 'none',
    controls: false,
    // See swipe.ts.
    touch: false,
    progress: false,
    overview: false,
    jumpToSlide: false,
    // Reveal can only link to `#/id` or `#/3/2`; `followLinks` below knows `#/caso-3/2`.
    hash: false,
    respondToHashChanges: false,
    focusBodyOnPageVisibilityChange: false,
    keyboard: kind === 'course' ? { ...keys } : true,
    keyboardCondition: deckTakes,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
  });
  await reveal.initialize();
  if (kind === 'course') followLinks(reveal, chapters, start);

  const current = () => reveal.getCurrentSlide();
  const refit = () => {
    const slide = current();
    if (slide && !print) fitSlide(slide);
  };
  reveal.on('slidechanged', refit);
  new ResizeObserver(refit).observe(root);
  void document.fonts.ready.then(refit);

  const placeAt = (address: string) => placeOf(`#/${address}`, chapters) ?? { h: 0, v: 0 };

  return {
    reveal,
    refit,
    address() {
      const { h, v } = reveal.getIndices();
      return hashOf({ h, v: v ?? 0 }, chapters).slice(2);
    },
    go(address) {
      const { h, v } = placeAt(address);
      reveal.slide(h, v);
    },
    isAfter(address, other) {
      const [one, two] = [placeAt(address), placeAt(other)];
      return one.h === two.h ? one.v > two.v : one.h > two.h;
    },
    focus: () => root.closest<HTMLElement>('[tabindex]')?.focus(),
    onSlide(listener) {
      const tell = () => {
        const { h, v } = reveal.getIndices();
        const slide = current();
        if (slide) listener(slide, nameOf(chapters[h], v ?? 0));
      };
      reveal.on('slidechanged', tell);
      tell();
    },
  };
}

function followLinks(
  reveal: RevealApi,
  chapters: readonly Chapter[],
  start: ReturnType<typeof placeOf>,
): void {
  const place = () => {
    const { h, v } = reveal.getIndices();
    return { h, v: v ?? 0 };
  };
  const keep = () => {
    const hash = hashOf(place(), chapters);
    history.replaceState(history.state, '', hash);
    remember(lastSlide, hash);
  };
  if (start) {
    reveal.slide(start.h, start.v);
    keep();
  }
  reveal.on('slidechanged', keep);
  window.addEventListener('hashchange', () => {
    const next = placeOf(location.hash, chapters);
    if (next) reveal.slide(next.h, next.v);
  });
}
