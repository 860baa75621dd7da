/**
 * `npm run bench:board -- [members] [seconds]`: the board of a class of so many (300), of whom a tenth proves something each second.
 * Members are written to the course's own Redis as their pages would; to have a lab each, another machine would be needed.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Value } from 'typebox/value';
import { BoardNotice, type ClassInfo, type MemberStatus, notBegun } from '../../protocol/classes.ts';
import { createClassWriter } from '../../server/classes/class-writer.ts';
import { columns } from '../../server/classes/columns.ts';
import { createConsentStore } from '../../server/classes/consent.ts';
import { createJoinStore } from '../../server/classes/join.ts';
import { createLifetime, type Lifetime } from '../../server/classes/lifetime.ts';
import type { MemberRef } from '../../server/classes/member.ts';
import { createMemberStore, type MemberStore } from '../../server/classes/member-store.ts';
import type { Person } from '../../tests/classes/person.ts';
import { instructorOf, newClass } from '../../tests/classes/school.ts';
import { launchBrowser } from '../../tests/e2e/browser.ts';
import { type RunningServer, startServer } from '../../tests/e2e/server.ts';
import { type Figure, percentile, tableOf } from '../figure.ts';

const [, , membersText = '300', secondsText = '20'] = process.argv;
const [count, seconds] = [Number(membersText), Number(secondsText)];
const checks = columns.flatMap((column) => column.checks.map(({ id }) => id));
const perSecond = Math.max(1, Math.round(count / 10));
const visits = 5;

const began = Date.now();
const minutesIn = (minutes: number) => new Date(began + minutes * 60_000).toISOString();

/** So many of the course's checks proven, a minute each, and the next one begun. */
function statusWith(proven: number): MemberStatus {
  const known = checks.slice(0, proven + 1).map((id, index) => {
    const done = index < proven;
    const times = { since: minutesIn(index), provenAt: done ? minutesIn(index + 1) : null };
    return [id, { ...notBegun, working: !done, ...times }] as const;
  });
  const open = checks[Math.min(proven, checks.length - 1)]?.split('/')[0] ?? '';
  return {
    case: open,
    lab: 'running',
    trouble: null,
    slide: `${open}/2`,
    here: true,
    seen: new Date().toISOString(),
    checks: Object.fromEntries(known),
  };
}

interface Member {
  readonly ref: MemberRef;
  proven: number;
}

async function enrol(
  redis: Redis,
  lifetime: Lifetime,
  members: MemberStore,
  { id }: ClassInfo,
): Promise<Member[]> {
  const joins = createJoinStore(redis, lifetime);
  const all: Member[] = [];
  for (let i = 0; i < count; i += 1) {
    const ref = await joins.join(id, randomBytes(16).toString('hex'), `Persona ${i + 1}`);
    const proven = Math.floor((i / count) * 20);
    await members.saveStatus(ref, statusWith(proven));
    all.push({ ref, proven });
  }
  return all;
}

/** One more check for a member, and how long until the board was told, ms. */
async function prove(members: MemberStore, member: Member, told: Map<string, number>): Promise<void> {
  member.proven = Math.min(checks.length - 1, member.proven + 1);
  told.set(member.ref.member, performance.now());
  await members.saveStatus(member.ref, statusWith(member.proven));
}

const cpuMs = (pid: number): number => {
  const [, , , , , , , , , , , user = '0', system = '0'] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(user) + Number(system)) * 10;
};

interface Played {
  readonly delays: readonly number[];
  readonly snapshotBytes: number;
  readonly bytesPerSecond: number;
  /** Of one core, while the class works. */
  readonly cpuShare: number;
}

async function play(
  server: RunningServer,
  { id }: ClassInfo,
  instructor: Person | null,
  members: MemberStore,
  all: readonly Member[],
): Promise<Played> {
  const told = new Map<string, number>();
  const delays: number[] = [];
  const sizes: number[] = [];
  const board = instructor?.listen(`/ws/board?class=${id}`, (text) => {
    sizes.push(Buffer.byteLength(text));
    const notice = Value.Parse(BoardNotice, JSON.parse(text));
    if (notice.type !== 'changes') return;
    for (const { member } of notice.rows) {
      const since = told.get(member);
      if (since !== undefined) delays.push(performance.now() - since);
      told.delete(member);
    }
  });
  await board?.wait('el tablero entero', () => sizes.length > 0 || undefined);
  const before = cpuMs(server.pid);
  for (let second = 0; second < seconds; second += 1) {
    for (let i = 0; i < perSecond; i += 1) {
      const member = all[(second * perSecond + i) % all.length];
      if (member) await prove(members, member, told);
      await sleep(1000 / perSecond);
    }
  }
  await sleep(1500);
  const cpu = cpuMs(server.pid) - before;
  board?.[Symbol.dispose]();
  const [snapshotBytes = 0, ...rest] = sizes;
  return {
    delays,
    snapshotBytes,
    bytesPerSecond: rest.reduce((sum, size) => sum + size, 0) / seconds,
    cpuShare: cpu / (10 * seconds),
  };
}

/** The board in a browser that was never there: until every row is drawn, and its frames while it is scrolled. */
async function look(server: RunningServer, instructor: Person, { id }: ClassInfo) {
  const browser = await launchBrowser();
  const [drawn, frames]: [number[], number[]] = [[], []];
  try {
    for (let visit = 0; visit < visits; visit += 1) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      const { hostname } = new URL(server.url);
      await context.addCookies(
        [...instructor.cookies].map(([name, value]) => ({ name, value, domain: hostname, path: '/' })),
      );
      const page = await context.newPage();
      await page.goto(`${server.url}/profesor/clase/${id}`);
      await page.waitForFunction(
        (rows) => document.querySelector('table')?.ariaRowCount === String(rows + 2),
        count,
        { polling: 'raf' },
      );
      drawn.push(await page.evaluate(() => performance.now()));
      frames.push(
        ...(await page.evaluate(async () => {
          const scroller = document.querySelector('.board-scroll');
          const times: number[] = [];
          let last = performance.now();
          for (let i = 0; i < 120; i += 1) {
            scroller?.scrollBy(0, 60);
            const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
            times.push(now - last);
            last = now;
          }
          return times.slice(1);
        })),
      );
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return { drawn, frames };
}

await using server = await startServer({ env: { CURSO_POOL: '0' } });
const redis = new Redis({ path: join(server.dataFolder, 'progreso/redis.sock') });
try {
  const instructor = await instructorOf(server);
  const info = await newClass(instructor, { capacity: 300 });
  const lifetime = createLifetime(redis);
  const write = createClassWriter(redis, lifetime);
  const consents = createConsentStore(redis, write, () => undefined);
  const members = createMemberStore(redis, write, consents);
  const all = await enrol(redis, lifetime, members, info);
  const seen = await look(server, instructor, info);
  const alone = await play(server, info, null, members, all);
  const played = await play(server, info, instructor, members, all);
  const dropped = seen.frames.filter((ms) => ms > 34).length;
  const figures: Figure[] = [
    { what: `tablero de ${count}, hasta verlo`, unit: 'ms', samples: seen.drawn, aim: 1500 },
    { what: 'del cambio en Redis al tablero', unit: 'ms', samples: played.delays, aim: 1100, by: 'p95' },
    { what: 'tablero entero', unit: 'kB', samples: [played.snapshotBytes / 1000], aim: null },
    {
      what: `cambios, con ${perSecond} por segundo, cada segundo`,
      unit: 'kB',
      samples: [played.bytesPerSecond / 1000],
      aim: 20,
    },
    {
      what: 'CPU del servidor, sin tablero abierto',
      unit: '% de un núcleo',
      samples: [alone.cpuShare],
      aim: null,
    },
    { what: 'CPU del servidor, con uno', unit: '% de un núcleo', samples: [played.cpuShare], aim: null },
  ];
  console.log(tableOf(figures));
  console.log(
    `Al desplazarlo, ${dropped} de ${seen.frames.length} cuadros de más de 34 ms (p99 ${Math.round(percentile(seen.frames, 0.99))} ms).`,
  );
} finally {
  redis.disconnect();
}
