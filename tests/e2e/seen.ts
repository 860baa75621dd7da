/** What is seen of a page, by its pixels and by what lies over what: for what axe does not look at. */
import type { Locator, Page } from 'playwright-core';

/** The greatest contrast (WCAG's ratio) between the pixels of an element and the one in its corner, its border left out. */
export async function contrastWithin(page: Page, element: Locator, border = 3): Promise<number> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`not on the page: ${element}`);
  const clip = {
    x: box.x + border,
    y: box.y + border,
    width: Math.max(1, box.width - 2 * border),
    height: Math.max(1, box.height - 2 * border),
  };
  const picture = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const luminance = (at: number): number => {
      const [red = 0, green = 0, blue = 0] = [...data.slice(at, at + 3)].map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const corner = luminance(0);
    let most = 1;
    for (let at = 0; at < data.length; at += 4) {
      const [light, dark] = [luminance(at), corner].toSorted((a, b) => b - a);
      most = Math.max(most, ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05));
    }
    return most;
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
