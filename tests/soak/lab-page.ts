/** What an open page does about its lab's socket: connects again when it is lost, and does not believe in one that is silent. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { LabView } from '../../protocol/lab.ts';
import type { Ping } from '../../protocol/ping.ts';
import { listenToLab } from '../as-a-person.ts';

/** How soon it connects again, ms. */
const againMs = 300;
/** After how much silence it does not believe in its connection, ms. */
const silenceMs = 12_000;
const lookMs = 2000;
const ping: Ping = { type: 'ping' };

export class LabPage {
  readonly #url: string;
  readonly #cookie: string;
  readonly #onLab: (lab: LabView) => void;
  readonly #watcher: NodeJS.Timeout;
  #socket: WebSocket | null = null;
  #heardAt = 0;
  #closed = false;

  constructor(url: string, cookie: string, onLab: (lab: LabView) => void) {
    [this.#url, this.#cookie, this.#onLab] = [url, cookie, onLab];
    this.#connect();
    this.#watcher = setInterval(() => {
      if (performance.now() - this.#heardAt > silenceMs) this.#socket?.terminate();
      else if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(ping));
    }, lookMs);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#watcher);
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#closed) return;
    this.#heardAt = performance.now();
    const socket = listenToLab(this.#url, this.#cookie, (notice) => {
      this.#heardAt = performance.now();
      if (notice.type === 'lab') this.#onLab(notice.lab);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => void sleep(againMs).then(() => this.#connect()));
    this.#socket = socket;
  }
}
