import { projectorFloor } from '../frame/projector.ts';
import { isReading } from './reading.ts';

/**
 * The theme sizes text for the pane; this shrinks a slide that still does not fit, as when a check has much to say
 * or the window is unusual, rather than cutting it or growing a scroll bar. Where the page is one column that scrolls, nothing need fit.
 */
const steps = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64] as const;

const isWhole = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }: HTMLElement): boolean =>
  scrollHeight <= clientHeight && scrollWidth <= clientWidth;

/** A log's rows do not wrap, and may reach over the slide's margin without being wider than the slide. */
const logsFit = (slide: HTMLElement): boolean =>
  [...slide.querySelectorAll<HTMLElement>('.log table')].every(
    (table) => table.offsetWidth <= (table.parentElement?.clientWidth ?? 0),
  );

export function fitSlide(slide: HTMLElement): void {
  // For the back row a slide rather scrolls than shrinks.
  if (isReading() || projectorFloor() > 0) {
    slide.style.setProperty('--fit', '1');
    return;
  }
  for (const step of steps) {
    slide.style.setProperty('--fit', String(step));
    if (isWhole(slide) && logsFit(slide)) return;
  }
}
