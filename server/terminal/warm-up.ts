/** Makes V8 compile what draws a screen, before somebody waits for one: the first screens take ten times as long as the others. */
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { createHeadlessTerminal } from './headless-terminal.ts';

/** Few lines at a time, for a key that is typed meanwhile must not wait: 6 ms at most, where 1,000 lines take up to 40. */
const sample = Buffer.from('\x1b[32muna línea\x1b[0m de texto 🙂\r\n'.repeat(50));
/** After these a screen of 1,000 lines takes 4–8 ms, where the first took 32. */
const rounds = 40;
/** Between two pieces, for whatever else there is to do, ms. */
const pauseMs = 5;

/** Takes about a second, and keeps no process alive. */
export async function warmUpHeadlessTerminal(): Promise<void> {
  // Otherwise V8 forgets what it compiled as soon as no screen is drawn for a few collections.
  setFlagsFromString('--no-flush-bytecode');
  for (let done = 0; done < rounds; done += 1) {
    const headless = createHeadlessTerminal({ cols: 80, rows: 24 });
    await headless.write(sample);
    await wait(pauseMs, undefined, { ref: false });
    headless.draw();
    headless.dispose();
    await wait(pauseMs, undefined, { ref: false });
  }
}
