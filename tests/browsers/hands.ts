/** What the tests of other browsers do with a page: looked at by scripts, and touched by keys and pointer as a person's hands do. */
import { waitFor } from '../../server/base/wait.ts';

/** One of WebDriver's actions, the same in both of its protocols. Source: W3C WebDriver, «Actions». */
export interface ActionSource {
  readonly type: 'key' | 'pointer';
  readonly id: string;
  readonly actions: readonly object[];
}

/** A browser with one page. */
export interface Driven extends AsyncDisposable {
  open(url: string): Promise<void>;
  /** The value of an expression in the page, by way of JSON. */
  evaluate(expression: string): Promise<unknown>;
  act(actions: readonly ActionSource[]): Promise<void>;
}

const deadlineMs = 60_000;
/** Enter, as WebDriver writes it. */
const enterKey = '\uE007';

export class Hands {
  readonly #browser: Driven;

  constructor(browser: Driven) {
    this.#browser = browser;
  }

  open(url: string): Promise<void> {
    return this.#browser.open(url);
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#browser.evaluate(expression);
  }

  /** Waits until an expression is true in the page. */
  async until(what: string, expression: string): Promise<void> {
    await waitFor(what, async () => (await this.evaluate(`Boolean(${expression})`)) === true, {
      deadlineMs,
      everyMs: 100,
    });
  }

  /** Presses the middle of the first visible element that matches, once it stands still. */
  async press(selector: string): Promise<void> {
    const found = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => each.checkVisibility())`;
    await this.until(`${selector} to be seen`, found);
    let before = '';
    const [x, y] = await waitFor(
      `${selector} to stand still`,
      async () => {
        const at = await this.evaluate(
          `(({ left, top, width, height }) => [left + width / 2, top + height / 2])(${found}.getBoundingClientRect())`,
        );
        const [same, now] = [before === JSON.stringify(at), JSON.stringify(at)];
        before = now;
        return same && Array.isArray(at) && at.map(Number).map(Math.round);
      },
      { deadlineMs },
    );
    await this.#browser.act([
      {
        type: 'pointer',
        id: 'mouse',
        actions: [
          { type: 'pointerMove', x, y, duration: 0 },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ]);
  }

  /** Into whatever has the focus. */
  async type(text: string): Promise<void> {
    const actions = [...text.replaceAll('\n', enterKey)].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#browser.act([{ type: 'key', id: 'keys', actions }]);
  }
}
