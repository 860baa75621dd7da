/**
 * A finger that goes sideways over the slide turns it; up and down scroll, where there is something to scroll. Reveal's own gestures turn
 * slides up and down too, and on a telephone, where the page is one column, nobody could reach the rest of it.
 */

/** How far a finger goes before it means it, px, and how much more sideways than up or down. */
const least = 45;
const sideways = 1.5;
/** What has a use of its own for a finger that goes sideways. */
const ownGestures = 'input, select, .log, pre';

export function onSwipe(pane: HTMLElement, turn: (forward: boolean) => void): void {
  let start: { readonly x: number; readonly y: number } | null = null;
  const isOwn = ({ target }: Event) => target instanceof Element && target.closest(ownGestures) !== null;
  pane.addEventListener(
    'touchstart',
    (event) => {
      const [touch, another] = event.touches;
      start = touch && !another && !isOwn(event) ? { x: touch.clientX, y: touch.clientY } : null;
    },
    { passive: true },
  );
  pane.addEventListener(
    'touchend',
    ({ changedTouches: [touch] }) => {
      if (!start || !touch) return;
      const [dx, dy] = [touch.clientX - start.x, touch.clientY - start.y];
      start = null;
      if (Math.abs(dx) >= least && Math.abs(dx) > sideways * Math.abs(dy)) turn(dx < 0);
    },
    { passive: true },
  );
  pane.addEventListener('touchcancel', () => {
    start = null;
  });
}
