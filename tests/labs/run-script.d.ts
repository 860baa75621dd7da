/** A script in a shell of a host, behind a pseudo-terminal, to its end. */
import type { HostName } from '../../labs/define.ts';
import type { RunningLab } from '../../server/driver/driver.ts';
/** `output` is all that was on the screen, with `\n` at the end of a line. */
export declare function runScript(
  lab: RunningLab,
  host: HostName,
  script: string,
): Promise<{
  readonly output: string;
  readonly code: number;
}>;
