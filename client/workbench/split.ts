/** The place of one or two terminals, with a bar between two that is dragged or moved with the arrow keys. */
import { make } from './dom.ts';
import { type Arrangement, clamp, shares } from './settings.ts';

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
  let { share, arrangement } = start;
  let sideBySide = false;

  const move = (next: number) => {
    share = Math.round(clamp(next, { ...shares, start: share }));
    element.style.setProperty('--wb-share', `${share}%`);
    bar.setAttribute('aria-valuenow', `${share}`);
  };
  const orient = () => {
    const { clientWidth, clientHeight } = element;
    sideBySide = standsSideBySide(arrangement, clientWidth, clientHeight);
    element.classList.toggle('wb-side-by-side', sideBySide);
    bar.setAttribute('aria-orientation', sideBySide ? 'vertical' : 'horizontal');
  };

  bar.addEventListener('keydown', (event) => {
    const next = shareAfterKey(share, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    move(next);
    onShare(share);
  });
  bar.addEventListener('pointerdown', (event) => {
    bar.setPointerCapture(event.pointerId);
    element.classList.add('wb-dragging');
  });
  bar.addEventListener('pointermove', (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const box = element.getBoundingClientRect();
    move(
      sideBySide
        ? ((event.clientX - box.left) / box.width) * 100
        : ((event.clientY - box.top) / box.height) * 100,
    );
  });
  bar.addEventListener('lostpointercapture', () => {
    element.classList.remove('wb-dragging');
    onShare(share);
  });
  const observer = new ResizeObserver(orient);
  observer.observe(element);
  move(share);
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

export function shareAfterKey(share: number, key: string): number | null {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(shares.min, share - shares.step);
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(shares.max, share + shares.step);
    case 'Home':
      return shares.min;
    case 'End':
      return shares.max;
    default:
      return null;
  }
}
