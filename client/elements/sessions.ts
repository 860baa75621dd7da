/** The terminals a slide asks for: `sentinel@replica1 shell@maestro`. */
import type { SessionName } from '../workbench/workbench.ts';

const pattern = /^(shell|redis-cli|sentinel|sentinel-log)@(maestro|replica1|replica2)$/;

function isSession(name: string): name is SessionName {
  return pattern.test(name);
}

/** Names that are none are left out: a slip in a slide must not close the workbench. */
export function sessionsIn(attribute: string | undefined): SessionName[] {
  return (attribute ?? '').split(/\s+/).filter(isSession);
}
