/** What these tests do with the page's terminals, beyond what every learner does. */
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { expect } from 'vitest';
import type { HostName, Program } from '../../labs/define.ts';
import type { CoursePage } from '../e2e/course-page.ts';

export const waitMs = 45_000;

/** The rows that a terminal shows, as text. */
export async function rowsOf(pane: Locator): Promise<string[]> {
  const rows = await pane.locator('.xterm-rows > div').allTextContents();
  return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd());
}

/** Waits until a terminal shows something. */
export async function shows(
  course: CoursePage,
  node: HostName,
  program: Program,
  text: string | RegExp,
): Promise<void> {
  const screen = expect.poll(async () => (await rowsOf(await course.terminal(node, program))).join('\n'), {
    timeout: waitMs,
    message: `${program} on ${node} to show ${text}`,
  });
  await (typeof text === 'string' ? screen.toContain(text) : screen.toMatch(text));
}

export interface WordPosition {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Where on the page the last occurrence of a word of a terminal stands. */
export async function placeOf(pane: Locator, word: string): Promise<WordPosition> {
  const place = await pane.locator('.xterm-rows').evaluate((rows, wanted) => {
    const walker = document.createTreeWalker(rows, NodeFilter.SHOW_TEXT);
    let found: { left: number; right: number; y: number } | null = null;
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const at = text.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + wanted.length);
      const { left, right, top, height } = range.getBoundingClientRect();
      found = { left, right, y: top + height / 2 };
    }
    return found;
  }, word);
  if (!place) throw new Error(`«${word}» is not on the screen: ${(await rowsOf(pane)).join('\n')}`);
  return place;
}

/** Puts a hand on the page's terminal sockets: what it returns cuts them, as a bad network does, until they are back. */
export async function holdSockets(page: Page): Promise<() => Promise<void>> {
  const open = new Set<WebSocketRoute>();
  await page.routeWebSocket(/\/ws\/terminal/, (route) => {
    route.connectToServer();
    open.add(route);
  });
  return async () => {
    const cut = [...open];
    open.clear();
    for (const route of cut) await route.close({ code: 4900 });
    // The browser's word that the network is back: the page does not wait for its next try.
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect
      .poll(() => open.size, { timeout: waitMs, interval: 10, message: 'new sockets' })
      .toBeGreaterThan(0);
    await page.waitForFunction(() => document.querySelector('.wb-out-of-reach') === null, null, {
      timeout: waitMs,
      polling: 20,
    });
  };
}

/** The numbers of the lines `n1`, `n2` … on a screen, in order. */
export const numbersIn = (rows: readonly string[]): number[] =>
  rows.flatMap((row) => (/^n\d+$/.test(row) ? [Number(row.slice(1))] : []));

export function expectConsecutive(numbers: readonly number[]): void {
  const [first = 0] = numbers;
  expect(numbers).toEqual(numbers.map((_, index) => first + index));
}
