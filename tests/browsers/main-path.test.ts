/** The main path in the engines of Firefox and of Safari: ▶, typing, a check, the log, and the cluster's picture. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../e2e/server.ts';
import { launchFirefox } from './firefox.ts';
import { type Driven, Hands } from './hands.ts';
import { launchWebKit } from './webkit.ts';

const paneOf = (name: string) => `document.querySelector('[role=region][aria-label="Terminal: ${name}"]')`;
/** What a terminal shows, without the blanks that fill its rows. */
const textOf = (name: string) =>
  `[...(${paneOf(name)}?.querySelectorAll('.xterm-rows > div') ?? [])].map((row) => row.textContent.replaceAll('\\u00a0', ' ').trimEnd()).join('\\n')`;

describe.concurrent('the main path', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ env: { CURSO_POOL: '1' } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, () => Promise<Driven>]>([
    ['Firefox', launchFirefox],
    ['WebKit', launchWebKit],
  ])('works in %s', async (_engine, launch) => {
    await using browser = await launch();
    const page = new Hands(browser);
    await page.open(`${server.url}/#/caso-1/1`);
    await page.evaluate(
      `void (window.wrong = [], addEventListener('error', ({ message }) => wrong.push(message)), addEventListener('unhandledrejection', ({ reason }) => wrong.push(String(reason))))`,
    );
    await page.until(
      'the whole cluster',
      `document.querySelector('[data-lab-status]').textContent === 'Clúster completo'`,
    );
    await page.until('the prompt', `${textOf('shell en replica1')}.includes('(replica1) >')`);

    // ▶ on the slide's own command.
    await page.press('section.present [data-run]');
    await page.until('redis-cli', `${textOf('shell en replica1')}.includes('192.168.157.147:26379>')`);
    // Typed by keys, with a letter that only UTF-8 has.
    await page.press('[role=region][aria-label="Terminal: shell en replica1"] .xterm');
    await page.type('PING ñandú\n');
    await page.until('the answer', `/PING ñandú\\n/.test(${textOf('shell en replica1')})`);
    await page.type('SENTINEL FAILOVER cursoredis\n');
    await page.until(
      'the check in green',
      `document.querySelector('[data-check="caso-1/nuevo-maestro"]').dataset.state === 'pass'`,
    );

    // The log of the Sentinel that led it, in its own terminal.
    await page.press('.wb-button[aria-label="Abrir terminal"]');
    await page.evaluate(
      `[...document.querySelectorAll('[role=menuitem]')].find(({ textContent }) => textContent.trim() === 'replica1 · log de sentinel').click()`,
    );
    await page.until('the log', `${textOf('log de sentinel en replica1')}.includes('+switch-master')`);

    // Arrows of the colour of their lines, in an engine that has no «context-stroke».
    const [line, head] = [
      `getComputedStyle(document.querySelector('.tp-link[data-state=online] path')).stroke`,
      `getComputedStyle(document.querySelector(getComputedStyle(document.querySelector('.tp-link[data-state=online] path')).markerEnd.replace(/^url\\("?(#[^")]+)"?\\)$/, '$1') + ' path')).fill`,
    ];
    await page.until('a replica in line', `document.querySelector('.tp-link[data-state=online] path')`);
    expect(await page.evaluate(head)).toBe(await page.evaluate(line));
    expect(await page.evaluate('window.wrong')).toEqual([]);
  });
});
