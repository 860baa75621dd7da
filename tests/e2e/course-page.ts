/** What a learner does with the page, found by role and accessible name. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { Value } from 'typebox/value';
import type { HostName, Program } from '../../labs/define.ts';
import { promptOf } from '../../labs/programs.ts';
import { LabNotice } from '../../protocol/lab.ts';
import { sharedBrowser } from './browser.ts';

type Typed = Exclude<Program, 'sentinel-log'>;

const titles: Readonly<Record<Program, string>> = {
  shell: 'shell',
  'redis-cli': 'redis-cli',
  sentinel: 'sentinel',
  'sentinel-log': 'log de sentinel',
};
/** Nine pages of one browser beside as many labs that are being made: each then gets a tenth of the machine. */
const typingDeadlineMs = 60_000;
const clickDeadlineMs = 5000;
const openingDeadlineMs = 20_000;
/** The longest a check may take: down-after twice over, the election, and the old master's conversion. */
const checkDeadlineMs = 90_000;

/** What the last line of a terminal may be when its program waits for one. */
export const promptsOf = (program: Typed, node: HostName): readonly (string | undefined)[] => [
  promptOf(program, node)?.trimEnd(),
  'not connected>',
];

export interface CoursePage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens a slide by its link. */
  open(place: string): Promise<void>;
  /** Opens the header's menu and presses what is called so. */
  fromMenu(name: string | RegExp): Promise<void>;
  region(node: HostName, program: Program): Locator;
  /** Brings a terminal to the front, from its tab or from the menu. */
  terminal(node: HostName, program: Program): Promise<Locator>;
  /** Types a line into a terminal that is at its prompt. */
  type(node: HostName, program: Typed, line: string): Promise<void>;
  /** What a terminal shows. */
  screen(node: HostName, program: Program): Promise<string>;
  check(id: string): Locator;
  state(id: string): Promise<string | null>;
  /** What the page shows of the cluster, its checks and its terminals: to say why something did not happen. */
  shown(): Promise<string>;
  passed(id: string): Promise<void>;
  /** Presses «Preparar este caso» on the slide that is open, answers yes, and waits until it is done. */
  prepare(caseId: string): Promise<void>;
}

/** How long the server's history is waited for, ms, and how much of it an error shows. */
const historyDeadlineMs = 3000;
const eventsShown = 40;
/** Many labs that are made at once take their turns. */
const prepareDeadlineMs = 90_000;
/** How long a server may take to hear that a learner leaves: it may have ended by then, or have been cut off, ms. */
const leavingDeadlineMs = 5000;

/** Opens the course's page as a new learner, in a context of the tests' browser unless another is given. The lab is turned off when it is closed. */
export async function openCourse(
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
  browser?: Browser,
): Promise<CoursePage> {
  const context = await (browser ?? (await sharedBrowser())).newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'es-ES',
    ...options,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  return {
    ...coursePage(context, page, url),
    async [Symbol.asyncDispose]() {
      // The lab would run on for half an hour, beside those of the tests to come: a fiftieth of a core each.
      const leaving = { headers: { origin: url }, timeout: leavingDeadlineMs };
      await context.request.post(`${url}/api/session/new`, leaving).catch(() => undefined);
      await context.close();
    },
  };
}

/** A page that is open already, such as another tab of a learner; to dispose of it closes that page alone. */
export function coursePage(context: BrowserContext, page: Page, url: string): CoursePage {
  const region = (node: HostName, program: Program) =>
    page.getByRole('region', { name: `Terminal: ${titles[program]} en ${node}`, exact: true });
  const tab = (node: HostName, program: Program) =>
    page.getByRole('tab', { name: `${node} · ${titles[program]}`, exact: true });

  const terminal = async (node: HostName, program: Program) => {
    const pane = region(node, program);
    if (await pane.isVisible()) return pane;
    if (await tab(node, program).isVisible()) await tab(node, program).click();
    else {
      await page.getByRole('button', { name: 'Abrir terminal' }).click();
      await page.getByRole('menuitem', { name: `${node} · ${titles[program]}`, exact: true }).click();
    }
    await pane.waitFor({ state: 'visible', timeout: openingDeadlineMs });
    return pane;
  };

  const rowsOf = async (pane: Locator): Promise<string[]> =>
    pane.locator('.xterm-rows > div').allTextContents();
  const lastLine = async (pane: Locator) =>
    (await rowsOf(pane))
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .findLast((row) => row !== '') ?? '';

  const check = (id: string) => page.locator(`[data-check="${id}"]`);
  /** The last of what the Sentinels said, as the server keeps it. */
  const events = async (): Promise<string> => {
    const text = await page.evaluate(
      (ms) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws/lab`);
          const answer = (said: string) => {
            socket.close();
            resolve(said);
          };
          socket.addEventListener('message', ({ data }) => answer(String(data)));
          setTimeout(() => answer(''), ms);
        }),
      historyDeadlineMs,
    );
    const notice: unknown = JSON.parse(text || 'null');
    if (!Value.Check(LabNotice, notice) || notice.type !== 'history') return 'no history of the lab';
    return notice.events
      .slice(-eventsShown)
      .map(({ at, node, name, args }) => `${new Date(at).toISOString()} ${node} ${name} ${args}`)
      .join('\n');
  };
  const shown = async (): Promise<string> => {
    const status = await page.locator('[data-lab-status]').textContent();
    const checks = await page.locator('section.present:not(.stack) [data-check]').allInnerTexts();
    const screens = await page.getByRole('region', { name: /^Terminal: / }).allInnerTexts();
    return [status, ...checks, ...screens, await events()].join('\n---\n');
  };

  return {
    page,
    context,
    region,
    terminal,
    check,
    shown,
    async open(place) {
      await page.goto(`${url}/#/${place}`);
      await page.locator('section.present').first().waitFor();
    },
    async fromMenu(name) {
      await page.getByRole('button', { name: 'Más', exact: true }).click();
      await page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }).click();
    },
    async type(node, program, line) {
      const pane = region(node, program);
      // What a pane that is out of reach shows is of before: it is dimmed.
      const reachable = pane.and(page.locator(':not(.wb-out-of-reach)'));
      const prompts = promptsOf(program, node);
      // Again and again, the click too: a slide that follows the cluster may have put another terminal in its place.
      const focusAtPrompt = async () => {
        await terminal(node, program);
        if (!(await reachable.isVisible()) || !prompts.includes(await lastLine(pane))) return false;
        await pane.click({ timeout: clickDeadlineMs });
        return true;
      };
      const end = performance.now() + typingDeadlineMs;
      while (!(await focusAtPrompt().catch(() => false))) {
        if (performance.now() > end)
          throw new Error(
            `no prompt of ${program} on ${node} in ${typingDeadlineMs} ms: «${await lastLine(pane)}»`,
          );
        await page.waitForTimeout(50);
      }
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
    },
    async screen(node, program) {
      return (await rowsOf(await terminal(node, program))).join('\n').replaceAll('\u00a0', ' ');
    },
    state: (id) => check(id).first().getAttribute('data-state'),
    async passed(id) {
      const done = page.locator(`[data-check="${id}"][data-state="pass"]`);
      await done
        .first()
        .waitFor({ state: 'attached', timeout: checkDeadlineMs })
        .catch(async (cause: unknown) => {
          throw new Error(`${id} is not passed: ${await check(id).first().textContent()}\n${await shown()}`, {
            cause,
          });
        });
    },
    async prepare(caseId) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/lab/reset'), {
        timeout: prepareDeadlineMs,
      });
      await page
        .locator('section.present')
        .getByRole('button', { name: 'Preparar este caso' })
        .first()
        .click();
      await page.getByRole('button', { name: 'Sí, preparar' }).click();
      const response = await answered;
      if (!response.ok()) throw new Error(`${caseId} was not prepared: ${await response.text()}`);
      // Until then its slides name the nodes of the old lab.
      await page.locator('section.present').getByText('Clúster preparado.').first().waitFor();
    },
    async [Symbol.asyncDispose]() {
      await page.close();
    },
  };
}
