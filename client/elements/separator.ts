/** A bar between two panes, dragged with a pointer or moved with the arrow keys: ARIA's window splitter. */

/** Shares of the first pane, in per cent. */
export interface ShareLimits {
  readonly min: number;
  readonly max: number;
  readonly start: number;
  /** How far an arrow key moves the bar. */
  readonly step: number;
}

export interface SeparatorParts {
  readonly bar: HTMLElement;
  /** What the two panes share. */
  readonly box: HTMLElement;
  /** On `box` while a pointer holds the bar. */
  readonly draggingClass: string;
  /** Of `box`: carries the share. */
  readonly property: `--${string}`;
  readonly limits: ShareLimits;
  readonly share: number;
  /** Whether one pane stands over the other; asked at each move. */
  isStacked(): boolean;
  onMove?(): void;
  /** The bar was let go: the share to be kept. */
  onMoved(share: number): void;
}

export function shareAfterKey(share: number, key: string, { min, max, step }: ShareLimits): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(min, share - step);
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(max, share + step);
    case 'Home':
      return min;
    case 'End':
      return max;
    default:
      return null;
  }
}

export function clampShare(value: number, { min, max, start }: ShareLimits): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, Math.round(value * 10) / 10)) : start;
}

export function setUpSeparator({ bar, box, limits, ...parts }: SeparatorParts): void {
  let share = limits.start;
  const move = (next: number) => {
    share = clampShare(next, limits);
    box.style.setProperty(parts.property, `${share}%`);
    bar.setAttribute('aria-valuenow', String(Math.round(share)));
    parts.onMove?.();
  };

  bar.addEventListener('keydown', (event) => {
    const next = shareAfterKey(share, event.key, limits);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    move(next);
    parts.onMoved(share);
  });
  bar.addEventListener('pointerdown', (event) => {
    bar.setPointerCapture(event.pointerId);
    box.classList.add(parts.draggingClass);
  });
  bar.addEventListener('pointermove', (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = box.getBoundingClientRect();
    move((parts.isStacked() ? (event.clientY - top) / height : (event.clientX - left) / width) * 100);
  });
  bar.addEventListener('lostpointercapture', () => {
    box.classList.remove(parts.draggingClass);
    parts.onMoved(share);
  });
  move(parts.share);
}
