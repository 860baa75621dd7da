/**
 * The theme sizes text for the pane; this shrinks a slide that still does not fit, as when a check has much to say
 * or the window is unusual, rather than cutting it or growing a scroll bar.
 */
const steps = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64] as const;

export function fitSlide(slide: HTMLElement): void {
  for (const step of steps) {
    slide.style.setProperty('--fit', String(step));
    if (slide.scrollHeight <= slide.clientHeight && slide.scrollWidth <= slide.clientWidth) return;
  }
}
