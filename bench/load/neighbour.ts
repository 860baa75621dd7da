/** A learner beside whom another one attacks: goes on typing and asking for checks, and notes how long each took. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Compile } from 'typebox/compile';
import { WebSocket } from 'ws';
import { LabNotice } from '../../protocol/lab.ts';
import { PlainClient } from '../../tests/terminals/plain-client.ts';

const notices = Compile(LabNotice);
const everyMs = 100;
/** A key is erased again before the next: the line stays short. */
const erase = '\x7f';
/** What is slower than this counts as this. */
const patienceMs = 5000;

/** Milliseconds. */
export interface Felt {
  readonly echo: number[];
  readonly check: number[];
}

/** Someone with a lab of their own: its page open, and that lab converged. */
export interface Person {
  readonly url: string;
  readonly cookie: string;
  readonly lab: WebSocket;
  /** Each different thing that the page was told of a limit or a failure, since the lab was made. */
  readonly told: Set<string>;
}

const headersOf = ({ cookie }: Person) => ({ cookie, 'content-type': 'application/json' });

/** Makes a person's lab anew. */
export async function prepare(person: Person): Promise<void> {
  const response = await fetch(`${person.url}/api/lab/reset`, {
    method: 'POST',
    headers: headersOf(person),
    body: JSON.stringify({ case: 'caso-1' }),
  });
  if (!response.ok) throw new Error(`reset: ${response.status} ${await response.text()}`);
  await response.text();
  person.told.clear();
}

export async function arrive(url: string): Promise<Person> {
  const page = await fetch(url);
  await page.text();
  const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const lab = new WebSocket(`${url.replace('http', 'ws')}/ws/lab`, { headers: { cookie } });
  lab.on('error', () => undefined);
  const person: Person = { url, cookie, lab, told: new Set() };
  lab.on('message', (data) => {
    const notice: unknown = JSON.parse(String(data));
    if (notices.Check(notice) && notice.type === 'lab' && notice.lab.error) person.told.add(notice.lab.error);
  });
  await prepare(person);
  return person;
}

export const openTerminal = (person: Person, node: string, program: string): Promise<PlainClient> =>
  PlainClient.open(person.url, person.cookie, { node, program, cols: '100', rows: '30' });

async function timed(task: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await Promise.race([task, sleep(patienceMs)]);
  return performance.now() - began;
}

/** Resolves with the next output of that terminal. */
function nextOutput({ socket }: PlainClient): Promise<void> {
  return new Promise((resolve) => {
    const hear = (_data: Buffer, isBinary: boolean) => {
      if (!isBinary) return;
      socket.off('message', hear);
      resolve();
    };
    socket.on('message', hear);
  });
}

async function echo(terminal: PlainClient, key: string): Promise<number> {
  const heard = nextOutput(terminal);
  terminal.type(key);
  return timed(heard);
}

async function check(person: Person): Promise<number> {
  return timed(
    fetch(`${person.url}/api/lab/check`, { method: 'POST', headers: headersOf(person), body: 'null' }).then(
      (response) => response.text(),
    ),
  );
}

/** Types and asks until that many ms are over. */
export async function livesOn(person: Person, terminal: PlainClient, ms: number): Promise<Felt> {
  const felt: Felt = { echo: [], check: [] };
  const end = performance.now() + ms;
  while (performance.now() < end) {
    felt.echo.push(await echo(terminal, 'x'));
    await sleep(everyMs);
    felt.echo.push(await echo(terminal, erase));
    felt.check.push(await check(person));
    await sleep(everyMs * (0.5 + Math.random()));
  }
  return felt;
}
