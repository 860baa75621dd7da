/** What the server's processor does with a paste that the program does not read. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rival } from './rivals.ts';
import { watch } from './terminal.ts';

const pasteBytes = 200_000;
const pieceBytes = 16 * 1024;
const settleMs = 500;
const watchedMs = 3000;

/** Per cent of one core. */
export async function measureStalledPaste(rival: Rival): Promise<number> {
  await using terminal = await watch(await rival.connect());
  terminal.client.type('stty raw -echo; sleep 60\r');
  await sleep(settleMs);
  for (let sent = 0; sent < pasteBytes; sent += pieceBytes) terminal.client.type('x'.repeat(pieceBytes));
  await sleep(settleMs);
  const before = rival.server.cpuMs();
  await sleep(watchedMs);
  return ((rival.server.cpuMs() - before) / watchedMs) * 100;
}
