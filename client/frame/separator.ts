/** The bar between the panes: dragged with a pointer, moved with the arrow keys. */
import { recall, remember } from './storage.ts';

/** The share of the slide, in per cent. Below or above these a pane is too narrow to read. */
const limits = { min: 25, max: 75, start: 50, step: 2 };

export function shareAfterKey(share: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(limits.min, share - limits.step);
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(limits.max, share + limits.step);
    case 'Home':
      return limits.min;
    case 'End':
      return limits.max;
    default:
      return undefined;
  }
}

export function clampShare(value: number): number {
  if (!Number.isFinite(value)) return limits.start;
  return Math.min(limits.max, Math.max(limits.min, Math.round(value * 10) / 10));
}

export function setUpSeparator(frame: HTMLElement, bar: HTMLElement, onMove: () => void): void {
  const stacked = matchMedia('(max-width: 899px)');
  let share = clampShare(Number.parseFloat(recall('share') ?? ''));

  const move = (next: number) => {
    share = clampShare(next);
    frame.style.setProperty('--share', `${share}%`);
    bar.setAttribute('aria-valuenow', String(Math.round(share)));
    onMove();
  };
  const orient = () => bar.setAttribute('aria-orientation', stacked.matches ? 'horizontal' : 'vertical');

  bar.addEventListener('keydown', (event) => {
    const next = shareAfterKey(share, event.key);
    if (next === undefined) return;
    event.preventDefault();
    move(next);
    remember('share', String(share));
  });
  bar.addEventListener('pointerdown', (event) => {
    bar.setPointerCapture(event.pointerId);
    frame.classList.add('resizing');
  });
  bar.addEventListener('pointermove', (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const box = frame.getBoundingClientRect();
    move(
      stacked.matches
        ? ((event.clientY - box.top) / box.height) * 100
        : ((event.clientX - box.left) / box.width) * 100,
    );
  });
  bar.addEventListener('lostpointercapture', () => {
    frame.classList.remove('resizing');
    remember('share', String(share));
  });
  stacked.addEventListener('change', orient);
  orient();
  move(share);
}
