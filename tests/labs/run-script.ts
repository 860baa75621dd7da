/** A script in a shell of a host, behind a pseudo-terminal, to its end. */
import type { HostName } from '../../labs/define.ts';
import type { RunningLab } from '../../server/driver/driver.ts';

/** `output` is all that was on the screen, with `\n` at the end of a line. */
export async function runScript(
  lab: RunningLab,
  host: HostName,
  script: string,
): Promise<{ readonly output: string; readonly code: number }> {
  const pty = lab.spawn(host, ['bash', '-c', script], { cols: 200, rows: 50 });
  let output = '';
  pty.onData((bytes) => {
    output += bytes.toString();
  });
  const { code } = await new Promise<{ readonly code: number }>((resolve) => pty.onExit(resolve));
  return { output: output.replaceAll('\r\n', '\n'), code };
}
