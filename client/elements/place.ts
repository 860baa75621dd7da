/** Puts a box in the top layer beside what it is about: below it, or above where there is no room. */
const gap = 6;
const margin = 12;

export function placeBeside(box: HTMLElement, anchor: HTMLElement): void {
  const beside = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const below = beside.bottom + gap;
  const top = below + size.height <= window.innerHeight ? below : beside.top - gap - size.height;
  const left = Math.min(beside.left, window.innerWidth - size.width - margin);
  box.style.top = `${Math.max(gap, top)}px`;
  box.style.left = `${Math.max(gap, left)}px`;
}
