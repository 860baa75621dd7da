/** What is seen of a page, by its pixels and by what lies over what: for what axe does not look at. */
import type { Locator, Page } from 'playwright-core';

export interface Seen {
  readonly name: string;
  readonly disabled: boolean;
  /** The greatest contrast (WCAG's ratio) between the pixels of an element and the one in its corner, its border left out. */
  readonly contrast: number;
}

/** How those of the elements are seen that are not to the left or right of what the window shows: by one picture of it. */
export async function contrasts(page: Page, elements: Locator): Promise<Seen[]> {
  const picture = (await page.screenshot()).toString('base64');
  return elements.evaluateAll(async (all, base64) => {
    const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    const luminance = (pixel: Uint8ClampedArray): number => {
      const [red = 0, green = 0, blue = 0] = [...pixel.slice(0, 3)].map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    return all.flatMap((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (left < 0 || right > innerWidth) return [];
      const border = element instanceof HTMLElement ? 3 : 0;
      // Whole pixels: those of an edge that lies between two are of both sides.
      const [x, y] = [Math.ceil(left + border), Math.ceil(top + border)];
      const [width, height] = [Math.floor(right - border) - x, Math.floor(bottom - border) - y];
      const { data } = context.getImageData(x, y, Math.max(1, width), Math.max(1, height));
      const corner = luminance(data);
      let contrast = 1;
      for (let at = 0; at < data.length; at += 4) {
        const [light = 0, dark = 0] = [luminance(data.subarray(at)), corner].toSorted((a, b) => b - a);
        contrast = Math.max(contrast, (light + 0.05) / (dark + 0.05));
      }
      const name = `${element.getAttribute('aria-label')} ${element.textContent}`;
      return [{ name, disabled: element.matches(':disabled, [aria-disabled="true"]'), contrast }];
    });
  }, picture);
}

/** The texts that are cut, or leave their box: what their reader cannot see. Only what is visible counts. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const inset = 4;
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const name = (element: Element) =>
      `${element.localName}.${element.getAttribute('class')}: ${element.textContent?.trim()}`;
    for (const text of document.querySelectorAll(
      'header, header *, .panel *, .wb-toolbar *, section.present *',
    )) {
      if (!(text instanceof HTMLElement) || !shown(text) || text.closest('.sr-only, [role="tablist"]'))
        continue;
      const holds = [...text.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (!holds) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, top, right, bottom } = range.getBoundingClientRect();
      for (let box = text.parentElement; box; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        const around = box.getBoundingClientRect();
        const cut =
          (overflowX === 'hidden' && (left < around.left - 1 || right > around.right + 1)) ||
          (overflowY === 'hidden' && (top < around.top - 1 || bottom > around.bottom + 1));
        if (cut) found.push(name(text));
      }
      // One row: what is not in its middle has been pushed out of it.
      const header = text.closest('header')?.getBoundingClientRect();
      if (header && Math.abs((top + bottom) / 2 - (header.top + header.bottom) / 2) > 4)
        found.push(name(text));
    }
    for (const service of document.querySelectorAll('.tp-service, .tp-host')) {
      if (!shown(service)) continue;
      const shape = service.querySelector('.tp-shape, .tp-card')?.getBoundingClientRect();
      for (const text of service.querySelectorAll('text')) {
        const { left, right } = text.getBoundingClientRect();
        const outside = shape && (left < shape.left + inset || right > shape.right - inset);
        if (outside && text.textContent !== '') found.push(name(text));
      }
    }
    return found;
  });
}

/** Goes through the page with Tab: what has the focus and cannot be seen. */
export async function obscuredFocus(page: Page, most = 90): Promise<string[]> {
  const found: string[] = [];
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press('Tab');
    const verdict = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return 'end';
      if (focused.matches('[data-seen]')) return 'end';
      focused.setAttribute('data-seen', '');
      // xterm.js types into a field of no size beside the cursor: its terminal is what is seen.
      const target = focused.closest('.wb-screen') ?? focused;
      const { left, top, width, height } = target.getBoundingClientRect();
      const seen = [0.5, 0.1, 0.9].some((x) =>
        [0.5, 0.1, 0.9].some((y) => {
          const there = document.elementFromPoint(left + width * x, top + height * y);
          return there !== null && (target.contains(there) || there.contains(target));
        }),
      );
      return seen
        ? 'seen'
        : `${focused.localName}.${focused.getAttribute('class')} ${focused.getAttribute('aria-label') ?? focused.textContent}`;
    });
    if (verdict === 'end') return found;
    if (verdict !== 'seen') found.push(verdict);
    // A terminal keeps Tab: its own key leads out of it.
    if (await page.evaluate(() => document.activeElement?.closest('.wb-screen') !== null)) return found;
  }
  return found;
}
