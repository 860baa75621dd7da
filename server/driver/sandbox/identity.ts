/**
 * Who runs a lab, and with what share of a busy machine. As an ordinary user, labs run as that user. Where the server runs as root (a container, a small VPS)
 * they must not: a lab's "root" would be the machine's uid 0. There they run as `nobody`, which owns nothing.
 */

/** uid and gid of `nobody` on Debian, Ubuntu, Fedora, Arch and Alpine. */
const nobody = 65534;

export interface LabIdentity {
  readonly uid: number;
  readonly gid: number;
  /** Put before a command, so that it runs as this identity; empty when the server already does. */
  readonly prefix: readonly string[];
  readonly changes: boolean;
  /** Steps from 0 (the server's own) to 19: each is a tenth less of a full CPU. */
  readonly niceness: number;
  /** The same for what is typed into: a key waits for a person, a Redis that starts for nobody's eye. */
  readonly terminalNiceness: number;
}

/** Of 15 steps three less, which is twice the share. With five less, sixteen loops in one learner's terminals doubled the others' echo. */
const terminalPart = 0.8;

export function labIdentity(niceness: number): LabIdentity {
  const terminalNiceness = Math.ceil(niceness * terminalPart);
  const uid = process.getuid?.() ?? nobody;
  const gid = process.getgid?.() ?? nobody;
  if (uid !== 0) return { uid, gid, prefix: [], changes: false, niceness, terminalNiceness };
  const prefix = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'];
  return { uid: nobody, gid: nobody, prefix, changes: true, niceness, terminalNiceness };
}
