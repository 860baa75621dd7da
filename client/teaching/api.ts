/** What the instructor's pages ask of the server. */
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
import { request, requestJson } from '../network/request.ts';

const ofClass = (id: string) => `/api/classes/${encodeURIComponent(id)}`;
const ofMember = (id: string, member: string) => `${ofClass(id)}/members/${encodeURIComponent(member)}`;

/** Each @throws RequestFailed */
export const api = {
  addresses: async () => (await requestJson(Instructor, 'GET', '/api/instructor')).addresses,
  classes: async () => (await requestJson(ClassList, 'GET', '/api/classes')).classes,
  create: async (wanted: NewClass) => await requestJson(ClassInfo, 'POST', '/api/classes', wanted),
  change: async (id: string, change: ClassChange) =>
    await requestJson(ClassInfo, 'PATCH', ofClass(id), change),
  remove: async (id: string) => void (await request('DELETE', ofClass(id))),
  dismiss: async (id: string, member: string) => void (await request('DELETE', ofMember(id, member))),
  answerHand: async (id: string, member: string, answer: HandAnswer['answer']) =>
    void (await request('POST', `${ofMember(id, member)}/hand`, { answer })),
  askConsent: async (id: string, member: string) =>
    void (await request('POST', `${ofMember(id, member)}/consent`)),
  terminals: async (id: string, member: string) =>
    (await requestJson(OpenTerminals, 'GET', `${ofMember(id, member)}/terminals`)).terminals,
  say: async (id: string, message: MessageBody) =>
    void (await request('POST', `${ofClass(id)}/messages`, message)),
};

/** Where the results are downloaded. Spreadsheets expect a semicolon where a decimal is written with a comma. */
export function csvPath(id: string): string {
  const separator = (1.5).toLocaleString().includes(',') ? ';' : ',';
  return `${ofClass(id)}/export.csv?separator=${encodeURIComponent(separator)}`;
}
