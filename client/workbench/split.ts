/** The place of one or two terminals, with a bar between two that is dragged or moved with the arrow keys. */
import { setUpSeparator } from '../elements/separator.ts';
import { make } from './dom.ts';
import { type Arrangement, shares } from './settings.ts';

/** Below this height, px, two terminals stand side by side when there is room for it: a laptop with the cluster's picture open has 380. */
const lowPx = 340;
const widePx = 620;

export interface Split {
  readonly element: HTMLElement;
  /** Puts the bar between the first two, or away. */
  setCount(count: number): void;
  arrange(arrangement: Arrangement): void;
  dispose(): void;
}

export interface SplitStart {
  readonly share: number;
  readonly arrangement: Arrangement;
}

export function createSplit(start: SplitStart, onShare: (share: number) => void): Split {
  const bar = make('div', {
    class: 'wb-bar',
    role: 'separator',
    tabindex: '0',
    'aria-label': 'Reparto entre los dos terminales',
    'aria-valuemin': `${shares.min}`,
    'aria-valuemax': `${shares.max}`,
  });
  const element = make('div', { class: 'wb-split' }, bar);
  let { arrangement } = start;
  let sideBySide = false;

  const orient = () => {
    const { clientWidth, clientHeight } = element;
    sideBySide = standsSideBySide(arrangement, clientWidth, clientHeight);
    element.classList.toggle('wb-side-by-side', sideBySide);
    bar.setAttribute('aria-orientation', sideBySide ? 'vertical' : 'horizontal');
  };

  setUpSeparator({
    bar,
    box: element,
    draggingClass: 'wb-dragging',
    property: '--wb-share',
    limits: shares,
    share: start.share,
    isStacked: () => !sideBySide,
    onMoved: onShare,
  });
  const observer = new ResizeObserver(orient);
  observer.observe(element);
  orient();

  return {
    element,
    setCount(count) {
      bar.hidden = count < 2;
      element.classList.toggle('wb-two', count >= 2);
    },
    arrange(next) {
      arrangement = next;
      orient();
    },
    dispose: () => observer.disconnect(),
  };
}

export function standsSideBySide(arrangement: Arrangement, width: number, height: number): boolean {
  if (arrangement !== 'auto') return arrangement === 'side-by-side';
  return height < lowPx && width >= widePx;
}
