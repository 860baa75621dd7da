/** What the instructor's pages ask of the server. */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  type ClassChange,
  ClassInfo,
  ClassList,
  type HandAnswer,
  Instructor,
  type MessageBody,
  type NewClass,
  OpenTerminals,
} from '../../protocol/classes.ts';
import { RequestFailed, request, unexpected } from '../network/request.ts';

function read<T extends TSchema>(schema: T, text: string): Static<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RequestFailed(unexpected, { cause });
  }
  if (!Value.Check(schema, value)) throw new RequestFailed(unexpected);
  return value;
}

const ofClass = (id: string) => `/api/classes/${encodeURIComponent(id)}`;
const ofMember = (id: string, member: string) => `${ofClass(id)}/members/${encodeURIComponent(member)}`;

/** Each @throws RequestFailed */
export const api = {
  addresses: async () => read(Instructor, await request('GET', '/api/instructor')).addresses,
  classes: async () => read(ClassList, await request('GET', '/api/classes')).classes,
  create: async (wanted: NewClass) => read(ClassInfo, await request('POST', '/api/classes', wanted)),
  change: async (id: string, change: ClassChange) =>
    read(ClassInfo, await request('PATCH', ofClass(id), change)),
  remove: async (id: string) => void (await request('DELETE', ofClass(id))),
  dismiss: async (id: string, member: string) => void (await request('DELETE', ofMember(id, member))),
  answerHand: async (id: string, member: string, answer: HandAnswer['answer']) =>
    void (await request('POST', `${ofMember(id, member)}/hand`, { answer })),
  askConsent: async (id: string, member: string) =>
    void (await request('POST', `${ofMember(id, member)}/consent`)),
  terminals: async (id: string, member: string) =>
    read(OpenTerminals, await request('GET', `${ofMember(id, member)}/terminals`)).terminals,
  say: async (id: string, message: MessageBody) =>
    void (await request('POST', `${ofClass(id)}/messages`, message)),
};

/** Where the results are downloaded. Spreadsheets expect a semicolon where a decimal is written with a comma. */
export function csvPath(id: string): string {
  const separator = (1.5).toLocaleString().includes(',') ? ';' : ',';
  return `${ofClass(id)}/export.csv?separator=${encodeURIComponent(separator)}`;
}
