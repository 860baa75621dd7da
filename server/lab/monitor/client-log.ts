/**
 * What the program of the host `cliente` notes of its writes (labs/node/contador.mjs), line by line: counted for the
 * checks, and second by second for the page. The learner owns that file, so nothing in it is taken at its word alone:
 * lines of another shape are passed over, times are held to the time of receipt, and checks ask the Sentinels too.
 */
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ClientSeen, ClientWriter, Outage, WriterName } from '../../../labs/define.ts';
import type { ClientView } from '../../../protocol/lab.ts';

const Writer = Type.Union([Type.Literal('directo'), Type.Literal('wait')]);
const Write = Type.Object({
  escritor: Writer,
  n: Type.Integer({ minimum: 1 }),
  at: Type.Number(),
  fin: Type.Union([Type.Literal('ok'), Type.Literal('sin-copia'), Type.Literal('error')]),
});
const Review = Type.Object({
  escritor: Writer,
  repaso: Type.Integer(),
  perdidas: Type.Array(Type.Integer(), { maxItems: 5000 }),
});
const line = Compile(Type.Union([Type.Object({ empieza: Type.Number() }), Write, Review]));

/** One bar of the picture, in milliseconds. */
const bucketMs = 500;
/** How much of the past the page is shown, in bars: a minute and a half. */
const mostBuckets = 180;
/** A gap shorter than this is a slow answer, in milliseconds. */
const shortestOutageMs = 500;
const mostOutages = 20;
/** A line that says it is older than this when it is received, or not written yet, is of another clock: it counts as written now. Milliseconds. */
const oldestLineMs = 5000;
/** Without a line for this long the program is not running, in milliseconds. */
const silenceMs = 2000;

interface Bucket {
  ok: number;
  failed: number;
  unconfirmed: number;
  lost: number;
}

interface Book {
  counts: { acked: number; failed: number; unconfirmed: number; lost: number };
  buckets: Map<number, Bucket>;
  /** In which bar each acknowledged write is, while that bar is shown. */
  placeOf: Map<number, number>;
  lastOk: number | null;
  failingSince: number | null;
  reviewedAt: number | null;
}

const emptyBook = (): Book => ({
  counts: { acked: 0, failed: 0, unconfirmed: 0, lost: 0 },
  buckets: new Map(),
  placeOf: new Map(),
  lastOk: null,
  failingSince: null,
  reviewedAt: null,
});

export interface ClientLog {
  /** A line that was added to the program's file. */
  add(text: string, now: number): void;
  /** null before the program's first line. */
  seen(): ClientSeen | null;
  view(now: number): ClientView | null;
}

function parse(text: string): Static<typeof Write> | Static<typeof Review> | { empieza: number } | null {
  try {
    const value: unknown = JSON.parse(text);
    return line.Check(value) ? value : null;
  } catch {
    // A learner can write there too.
    return null;
  }
}

export function createClientLog(): ClientLog {
  let books: Record<WriterName, Book> = { directo: emptyBook(), wait: emptyBook() };
  let outages: Outage[] = [];
  let lastAt: number | null = null;

  const bucketAt = (book: Book, at: number): Bucket => {
    const place = Math.floor(at / bucketMs);
    const known = book.buckets.get(place);
    if (known) return known;
    const fresh = { ok: 0, failed: 0, unconfirmed: 0, lost: 0 };
    book.buckets.set(place, fresh);
    for (const old of book.buckets.keys()) if (old <= place - mostBuckets) book.buckets.delete(old);
    for (const [n, old] of book.placeOf) {
      if (old > place - mostBuckets) break;
      book.placeOf.delete(n);
    }
    return fresh;
  };

  /** From the last write that went well to the next one: what someone who waits for it feels. */
  const endOutage = (book: Book, at: number) => {
    const since = book.failingSince;
    book.failingSince = null;
    if (since !== null && at - since >= shortestOutageMs)
      outages = [...outages, { from: since, to: at }].slice(-mostOutages);
  };

  const write = ({ escritor, n, fin }: Static<typeof Write>, at: number) => {
    const book = books[escritor];
    const bucket = bucketAt(book, at);
    if (fin === 'error') {
      bucket.failed += 1;
      book.counts.failed += 1;
      book.failingSince ??= book.lastOk;
      return;
    }
    if (escritor === 'directo') endOutage(book, at);
    book.lastOk = at;
    if (fin === 'sin-copia') {
      bucket.unconfirmed += 1;
      book.counts.unconfirmed += 1;
      return;
    }
    bucket.ok += 1;
    book.counts.acked += 1;
    book.placeOf.set(n, Math.floor(at / bucketMs));
  };

  const review = ({ escritor, perdidas }: Static<typeof Review>, at: number) => {
    const book = books[escritor];
    book.reviewedAt = at;
    for (const n of perdidas) {
      book.counts.lost += 1;
      const bucket = book.buckets.get(book.placeOf.get(n) ?? -1);
      if (!bucket || bucket.ok === 0) continue;
      bucket.ok -= 1;
      bucket.lost += 1;
    }
  };

  const writerSeen = (book: Book): ClientWriter => ({ ...book.counts, reviewedAt: book.reviewedAt });
  const bars = (book: Book, last: number) =>
    Array.from({ length: mostBuckets }, (_, index) => {
      const bucket = book.buckets.get(last - mostBuckets + 1 + index);
      return bucket ? [bucket.ok, bucket.failed, bucket.unconfirmed, bucket.lost] : [0, 0, 0, 0];
    });

  return {
    add(text, now) {
      const said = parse(text);
      if (!said) return;
      if ('empieza' in said) {
        books = { directo: emptyBook(), wait: emptyBook() };
        lastAt = now;
        return;
      }
      lastAt = now;
      if ('fin' in said) write(said, said.at > now || said.at < now - oldestLineMs ? now : said.at);
      else review(said, now);
    },
    seen() {
      if (lastAt === null) return null;
      return {
        lastAt,
        directo: writerSeen(books.directo),
        wait: writerSeen(books.wait),
        failingSince: books.directo.failingSince,
        outages,
      };
    },
    view(now) {
      if (lastAt === null) return null;
      // The picture moves while the program runs, and stands still afterwards.
      const last = Math.floor((now - lastAt < silenceMs ? now : lastAt) / bucketMs);
      return {
        running: now - lastAt < silenceMs,
        end: (last + 1) * bucketMs,
        bucketMs,
        writers: (['directo', 'wait'] as const).map((name) => ({
          name,
          ...books[name].counts,
          buckets: bars(books[name], last),
        })),
        outages: outages.map(({ from, to }) => ({ from, to })),
      };
    },
  };
}
