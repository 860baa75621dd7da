/** The bar between the slide and the terminals, where this browser left it. */
import { type ShareLimits, setUpSeparator } from '../elements/separator.ts';
import { recall, remember } from './storage.ts';

/** Below or above these a pane is too narrow to read. */
const limits: ShareLimits = { min: 25, max: 75, start: 50, step: 2 };

export function setUpFrameSeparator(frame: HTMLElement, bar: HTMLElement, onMove: () => void): void {
  const stacked = matchMedia('(max-width: 899px)');
  const orient = () => bar.setAttribute('aria-orientation', stacked.matches ? 'horizontal' : 'vertical');
  stacked.addEventListener('change', orient);
  orient();
  setUpSeparator({
    bar,
    box: frame,
    draggingClass: 'resizing',
    property: '--share',
    limits,
    share: Number.parseFloat(recall('share') ?? ''),
    isStacked: () => stacked.matches,
    onMove,
    onMoved: (share) => remember('share', String(share)),
  });
}
