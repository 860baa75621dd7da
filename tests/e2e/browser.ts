/** The system's Chromium, headless, without a word to anyone but the page's own server. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findAnywhere } from '../../scripts/find-program.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** The same engine without the windows, menus and services of a person's browser: half of the CPU. Debian has it in a package of its own. */
const engineAlone = ['chromium-headless-shell', ...names];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  // Terminals are drawn as text, which a test can read as a person does.
  '--disable-3d-apis',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--host-resolver-rules=MAP aula.test 127.0.0.1',
];

/** A name by which this machine is no place that a browser trusts, as a class's server is for everyone but itself. */
export const plainName = 'aula.test';

function programPath(anyOf: readonly string[]): string {
  const path = anyOf.map(findAnywhere).find((found) => found !== null);
  if (!path) throw new Error('no Chromium: run «node scripts/setup.mjs test»');
  return path;
}

/** A person's browser, for who measures; the caller closes it. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: programPath(names), args });

let shared: Promise<Browser> | null = null;

/**
 * The one browser of all tests of this process: to start one takes seconds of CPU, and what two contexts of it keep (cookies, storage) is apart.
 * It ends with the process.
 */
export function sharedBrowser(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: programPath(engineAlone), args }).then((browser) => {
    browser.once('disconnected', () => {
      shared = null;
    });
    return browser;
  });
  return shared;
}

/** A person's browser that was told to keep no cookies. */
export async function launchRefusingCookies(): Promise<{ context: BrowserContext } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'curso-navegador-'));
  await mkdir(join(folder, 'Default'));
  const refuse = 2;
  const preferences = { profile: { default_content_setting_values: { cookies: refuse } } };
  await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: programPath(names),
    args,
  });
  return {
    context,
    async [Symbol.asyncDispose]() {
      await context.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
