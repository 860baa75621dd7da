/** What all hosts of a lab have besides this machine's /usr: a Redis of one's own, which is elsewhere, and the libraries that it alone uses. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { normalize } from 'node:path';
import { isOfSystem, takenFolder } from '../../../../scripts/find-program.mjs';
import { ServerUnusable } from '../../errors.ts';
import type { Tool } from './client-tools.ts';
import type { Programs } from './programs.ts';

/** Some milliseconds; a program that takes this long is no server of Redis. */
const traceDeadlineMs = 5000;

/**
 * The files that a program loads before it begins, its interpreter among them, by the names it knows them by: the interpreter lists them instead
 * of starting it (ld.so(8), LD_TRACE_LOADED_OBJECTS). One without any, which has no interpreter, says its version.
 */
function loadedBy(program: string): string[] {
  const { stdout } = spawnSync(program, ['--version'], {
    env: { LD_TRACE_LOADED_OBJECTS: '1' },
    encoding: 'utf8',
    timeout: traceDeadlineMs,
  });
  const missing = /^\s*(\S+) => not found$/m.exec(stdout)?.[1];
  if (missing !== undefined) throw new ServerUnusable(program, `le falta la biblioteca ${missing}`);
  return [...stdout.matchAll(/(\/\S+) \(0x[0-9a-f]+\)$/gm)].map(([, path = '']) => normalize(path));
}

const known = new Map<string, readonly Tool[]>();

/** @throws ServerUnusable */
function filesOf(program: string): readonly Tool[] {
  const before = known.get(program);
  if (before) return before;
  const paths = isOfSystem(program)
    ? []
    : [program, ...loadedBy(program).filter((path) => !isOfSystem(path))];
  const files = paths.map((path) => ({ from: realpathSync(path), at: path }));
  for (const path of paths) {
    const folder = takenFolder(path);
    if (folder) throw new ServerUnusable(program, `${path} está en ${folder}, que allí es otra carpeta`);
  }
  known.set(program, files);
  return files;
}

/** None where Redis is the system's. @throws ServerUnusable */
export function serverTools({ servers }: Programs): readonly Tool[] {
  const files = Object.values(servers).flatMap(filesOf);
  return [...new Map(files.map((file) => [file.at, file])).values()];
}
