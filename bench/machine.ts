/** What the figures were measured on. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { findPrograms } from '../server/driver/sandbox/tools/programs.ts';

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  } catch {
    return 'Linux';
  }
}

/** `Redis 7.0.15` or `Valkey 8.0.1`. */
function redisVersion(): string {
  const text = execFileSync(findPrograms().servers['redis-server'], ['--version'], { encoding: 'utf8' });
  const [, name = 'Redis', version = '¿?'] = /^(Redis|Valkey)\b.*?\bv=(\S+)/i.exec(text) ?? [];
  return `${name} ${version}`;
}

/** One sentence, with the load that was on the machine when the measuring began. */
export function describeMachine(chromium: string, loadAtStart: number): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const load = loadAtStart.toFixed(1).replace('.', ',');
  return [
    `${availableParallelism()} núcleos, ${gibibytes} GB de memoria`,
    distribution(),
    `Node ${process.versions.node}`,
    redisVersion(),
    `Chromium ${chromium}`,
    `carga de la máquina al empezar: ${load}`,
  ].join(' · ');
}

export const loadNow = (): number => loadavg()[0] ?? 0;
