/** What an instructor's page sees of a class: all of it, then at most once a second what changed. */
import { isDeepStrictEqual } from 'node:util';
import type { BoardNotice, Row } from '../../protocol/classes.ts';
import type { Log } from '../base/log.ts';
import type { Channels } from './channels.ts';
import type { ClassStore } from './class-store.ts';
import { createCoalescer } from './coalescer.ts';
import { columns, summaryOf } from './columns.ts';
import { ClassUnknown } from './errors.ts';
import { classChannel } from './keys.ts';
import type { MemberStore } from './member-store.ts';

/** The class counts as used while somebody looks at its board: its days begin anew, ms. */
const touchEveryMs = 3600_000;

export interface BoardParts {
  readonly classes: ClassStore;
  readonly members: MemberStore;
  readonly channels: Channels;
  readonly log: Log;
}

export type BoardView = 'board' | 'projector';

/** The row with only those checks that read differently from before: most of them were told, and a class has thousands. */
export function changesOf(before: Row | undefined, row: Row): Row {
  const [known, status] = [before?.status?.checks, row.status];
  if (!known || !status) return row;
  const changed = Object.entries(status.checks).filter(([id, check]) => !isDeepStrictEqual(known[id], check));
  return { ...row, status: { ...status, checks: Object.fromEntries(changed) } };
}

/** Resolves when the first notice was sent. The result ends it. @throws ClassUnknown */
export async function openBoard(
  classId: string,
  view: BoardView,
  send: (notice: BoardNotice) => void,
  { classes, members, channels, log }: BoardParts,
): Promise<() => void> {
  const rows = new Map<string, Row>();
  const changed = new Set<string>();
  let everything = false;

  const sendAll = async () => {
    everything = false;
    changed.clear();
    const info = await classes.info(classId);
    rows.clear();
    for (const row of await members.rows(classId)) rows.set(row.member, row);
    if (view === 'projector') send({ type: 'summary', summary: summaryOf(info, [...rows.values()]) });
    else
      send({ type: 'board', class: info, columns, rows: [...rows.values()], at: new Date().toISOString() });
  };

  const sendChanges = async () => {
    const wanted = [...changed];
    changed.clear();
    const now = await members.rows(classId, wanted);
    const still = new Set(now.map(({ member }) => member));
    const gone = wanted.filter((member) => !still.has(member));
    const told = now.map((row) => changesOf(rows.get(row.member), row));
    for (const row of now) rows.set(row.member, row);
    for (const member of gone) rows.delete(member);
    const info = await classes.info(classId);
    if (view === 'projector') send({ type: 'summary', summary: summaryOf(info, [...rows.values()]) });
    else send({ type: 'changes', class: info, rows: told, gone, at: new Date().toISOString() });
  };

  /** The whole board was sent: before it, a change would be taken back by it. */
  let begun = false;
  let stopListening = () => {};
  const end = () => {
    telling.stop();
    clearInterval(touching);
    stopListening();
  };
  const telling = createCoalescer(async () => {
    if (!begun) return;
    try {
      await (everything ? sendAll() : sendChanges());
    } catch (error) {
      if (error instanceof ClassUnknown) {
        send({ type: 'ended' });
        end();
        return;
      }
      // Redis is away: all of it is sent when it is back.
      everything = true;
      throw error;
    }
  }, log);
  const touching = setInterval(
    () =>
      void classes.touch(classId).catch((error: unknown) => log.debug({ err: error }, 'clase sin renovar')),
    touchEveryMs,
  );
  try {
    stopListening = await channels.listen(classChannel(classId), (said) => {
      if (said === null) everything = true;
      else if (said !== '') changed.add(said);
      telling.want();
    });
    await classes.touch(classId);
    await sendAll();
    begun = true;
    if (changed.size > 0) telling.want();
  } catch (error) {
    end();
    throw error;
  }
  return end;
}
