/** What arrives from the server, checked against the protocol's schemas before anything believes it. */
import { Value } from 'typebox/value';
import { ApiError, LabNotice, LabView, Session } from '../../protocol/lab.ts';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function readNotice(text: string): LabNotice | undefined {
  const value = parse(text);
  return Value.Check(LabNotice, value) ? value : undefined;
}

export function readApiError(text: string): ApiError | undefined {
  const value = parse(text);
  return Value.Check(ApiError, value) ? value : undefined;
}

export function readLab(text: string): LabView | undefined {
  const value = parse(text);
  return Value.Check(LabView, value) ? value : undefined;
}

export function readSession(text: string): Session | undefined {
  const value = parse(text);
  return Value.Check(Session, value) ? value : undefined;
}
