/** The terminals a slide asks for: `sentinel@replica1 shell@maestro`. */
import { isSessionName, type SessionName } from '../workbench/names.ts';

/** Names that are none are left out: a slip in a slide must not close the workbench. */
export function sessionsIn(attribute: string | undefined): SessionName[] {
  return (attribute ?? '').split(/\s+/).filter(isSessionName);
}
