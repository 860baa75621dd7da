/** How soon a reader that was cut off has its screen again: shell, colours, full-screen program, what came meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import headless from '@xterm/headless';
import type { Rival } from './rivals.ts';
import { watch } from './terminal.ts';

/** What the terminal is at when it is cut, and a text that the new screen must hold. */
const scenes = [
  { name: 'shell', command: "printf 'fin%s' al", shows: 'final' },
  {
    name: 'colours',
    command: "seq 2000 | sed 's/.*/\\x1b[3&m&\\x1b[0m/'; printf 'co%s' lor",
    shows: 'color',
  },
  { name: 'full screen', command: 'seq 5000 | less', shows: '\x1b[?1049h' },
] as const;

let session = 0;

/** From the opening of the socket until xterm.js has parsed the screen. */
async function restoreMs(rival: Rival, name: string, shows: string): Promise<number> {
  const from = performance.now();
  const client = await rival.connect(name);
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const at = await new Promise<number>((resolve) => {
    let text = '';
    client.onOutput((bytes, parsed) =>
      terminal.write(bytes, () => {
        parsed();
        text += bytes.toString();
        if (text.includes(shows)) resolve(performance.now());
      }),
    );
  });
  await client.close();
  terminal.dispose();
  return at - from;
}

export async function measureRestore(rival: Rival): Promise<readonly number[]> {
  const times: number[] = [];
  for (const { command, shows } of scenes) {
    session += 1;
    const name = `corte-${session}`;
    {
      await using terminal = await watch(await rival.connect(name));
      terminal.client.type(`${command}\r`);
      await sleep(400);
    }
    for (let cut = 0; cut < 5; cut += 1) times.push(await restoreMs(rival, name, shows));
  }
  return times;
}
