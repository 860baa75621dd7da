/** The system's Chromium, headless, without a word to anyone but the page's own server. */
import { type Browser, chromium } from 'playwright-core';
import { findAnywhere } from '../../scripts/find-program.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

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

export function launchBrowser(): Promise<Browser> {
  const executablePath = names.map(findAnywhere).find((path) => path !== null);
  if (!executablePath) throw new Error('no Chromium: run «node scripts/setup.mjs test»');
  return chromium.launch({ executablePath, args });
}
