/** An instructor with a class, and learners who join it. */
import { Value } from 'typebox/value';
import { BoardNotice, ClassInfo, ClassList, type Row } from '../../protocol/classes.ts';
import { LabNotice } from '../../protocol/lab.ts';
import type { Membership } from '../../protocol/membership.ts';
import { instructorKey } from '../../server/instructor-key.ts';
import type { RunningServer } from '../e2e/server.ts';
import { createPerson, type Heard, type Person } from './person.ts';

/** Opens the instructor's link of a server. */
export async function instructorOf({ url, dataFolder }: RunningServer): Promise<Person> {
  const person = createPerson(url);
  const key = instructorKey(dataFolder, null).text;
  const { status } = await person.get(`/profesor?clave=${key}`);
  if (status !== 303) throw new Error(`the instructor's link answered ${status}`);
  return person;
}

export async function newClass(instructor: Person, wanted: object = {}): Promise<ClassInfo> {
  const body = { name: 'Los lunes', capacity: 30, keepDays: 30, ...wanted };
  const { json } = await instructor.send('POST', '/api/classes', body);
  return Value.Parse(ClassInfo, json);
}

export async function classesOf(instructor: Person): Promise<readonly ClassInfo[]> {
  return Value.Parse(ClassList, (await instructor.get('/api/classes')).json).classes;
}

/** Who has joined a class. @throws when they were not let in */
export async function join(url: string, { code }: Pick<ClassInfo, 'code'>, alias: string): Promise<Person> {
  const person = createPerson(url);
  const { status, text } = await person.submit(`/c/${code}`, { alias });
  if (status !== 303) throw new Error(`${alias} was not let in (${status}): ${text}`);
  return person;
}

/** Every row of a board as it is after all its notices. */
export function rowsOf(board: Heard): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const message of board.messages) {
    const notice = Value.Parse(BoardNotice, message);
    if (notice.type === 'board') rows.clear();
    if (notice.type === 'board' || notice.type === 'changes')
      for (const row of notice.rows) rows.set(row.member, row);
    if (notice.type === 'changes') for (const member of notice.gone) rows.delete(member);
  }
  return [...rows.values()];
}

/** Waits for a row of the board to be as wanted. */
export const rowWhere = (board: Heard, what: string, wanted: (row: Row) => boolean): Promise<Row> =>
  board.wait(what, () => rowsOf(board).find(wanted));

/** Waits for what a learner's page is told of their class. */
export const membershipWhere = (
  page: Heard,
  what: string,
  wanted: (membership: Membership | null) => boolean,
): Promise<true> =>
  page.wait(what, (message) => {
    if (!Value.Check(LabNotice, message) || message.type !== 'membership') return undefined;
    return wanted(message.membership) ? true : undefined;
  });
