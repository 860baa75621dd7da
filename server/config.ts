/** What the operator may change, from the environment. The README's table lists the same. */
import { join, resolve } from 'node:path';
import { cluster } from '../labs/cluster.ts';
import { type LogLevel, logLevels } from './base/log.ts';
import { ClassCodeNeeded, ConfigInvalid } from './errors.ts';
import { isLoopback } from './http/loopback.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where this port is published, when the server runs in a container. */
  readonly published: { readonly host: string; readonly port: number | null } | null;
  readonly dataFolder: string;
  readonly projectFolder: string;
  /** The file that says which machines are labs; null: labs are made here, in sandboxes. */
  readonly hostsFile: string | null;
  /** A Redis for the progress; null: the server starts its own. */
  readonly redisUrl: string | null;
  readonly downAfterMs: number;
  /** Labs kept on and converged before anyone asks. */
  readonly poolSize: number;
  /** Labs that may be on at once. */
  readonly maxLabs: number;
  /** How far labs stand behind the server when the CPU is short, 0–19. */
  readonly niceness: number;
  /** How long a lab that nobody looks at stays on. */
  readonly idleMs: number;
  /** Names by which the page may be reached, besides loopback and addresses. */
  readonly hostNames: readonly string[];
  /** What a newcomer has to know; null: whoever reaches the port may come in, which only this machine can. */
  readonly classCode: string | null;
  /** The operator's own key for the instructor's link; null: the data folder keeps one. */
  readonly instructorKey: string | null;
  /** Whether the start says the instructor's link. */
  readonly teaches: boolean;
  readonly logLevel: LogLevel;
}

type Environment = Readonly<Record<string, string | undefined>>;

function integer(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new ConfigInvalid(name, text, `un entero de ${min} a ${max}`);
  return value;
}

function choice<T extends string>(env: Environment, name: string, fallback: T, choices: readonly T[]): T {
  const text = env[name] || fallback;
  const known = choices.find((each) => each === text);
  if (known === undefined) throw new ConfigInvalid(name, text, choices.join(', '));
  return known;
}

function redisUrl(env: Environment): string | null {
  const text = env['REDIS_URL'];
  if (!text) return null;
  if (!/^(rediss?|unix):\/\//.test(text))
    throw new ConfigInvalid('REDIS_URL', text, 'una dirección redis://, rediss:// o unix://');
  return text;
}

/** Fewer characters than this are tried one by one in days, whatever the limits. */
const shortestCode = 8;

/**
 * Labs beside the server, when the CPU is short. On one's own machine they compete with a browser and a call, and a Sentinel that
 * is not let run takes the others for dead: they are as good as anyone. Where a class comes over the network the server goes first.
 */
const ownNiceness = 0;
const classNiceness = 15;

/** In a container, where its port is published, `127.0.0.1:8000`; without an address, everywhere. */
function publishedAt(env: Environment): Config['published'] {
  const text = env['CURSO_PUBLICADO'];
  if (!text) return null;
  const [, host = '', port = ''] = /^(.*?):?(\d*)$/.exec(/:|^\d+$/.test(text) ? text : `${text}:`) ?? [];
  return { host: host.replace(/^\[|\]$/g, '') || '0.0.0.0', port: port === '' ? null : Number(port) };
}

/** Where the server is reached: at HOST or, in a container, where its port is published. */
const reachedAt = (env: Environment, host: string): string => publishedAt(env)?.host ?? host;

function classCode(env: Environment, host: string): string | null {
  const text = (env['CURSO_CODIGO'] ?? '').trim();
  const address = reachedAt(env, host);
  if (text === '' && isLoopback(address)) return null;
  if (text === '') throw new ClassCodeNeeded(address);
  if (text.length < shortestCode || text.length > 200)
    throw new ConfigInvalid('CURSO_CODIGO', text, `de ${shortestCode} a 200 caracteres`);
  return text;
}

/** A key that is tried a few times a minute stands for longer than a class lasts. */
const shortestKey = 16;

function instructorKey(env: Environment): string | null {
  const text = (env['CURSO_CLAVE_PROFESOR'] ?? '').trim();
  if (text === '') return null;
  if (text.length < shortestKey || text.length > 200)
    // The value is a secret: the console does not repeat it.
    throw new ConfigInvalid('CURSO_CLAVE_PROFESOR', '…', `de ${shortestKey} a 200 caracteres`);
  return text;
}

/** For a command that runs beside the server: where that listens it has written itself. @throws ConfigInvalid */
export function configBeside({ HOST: _host, ...env }: Environment, projectFolder: string): Config {
  return readConfig(env, projectFolder);
}

/** @throws ConfigInvalid, ClassCodeNeeded */
export function readConfig(env: Environment, projectFolder: string): Config {
  const host = env['HOST'] || 'localhost';
  return {
    host,
    port: integer(env, 'PORT', 8000, 0, 65535),
    published: publishedAt(env),
    dataFolder: resolve(env['CURSO_DATA'] || join(projectFolder, 'data')),
    projectFolder,
    hostsFile: env['CURSO_HOSTS_FILE'] ? resolve(projectFolder, env['CURSO_HOSTS_FILE']) : null,
    redisUrl: redisUrl(env),
    downAfterMs: integer(env, 'CURSO_DOWN_AFTER_MS', cluster.defaultDownAfterMs, 500, 600_000),
    poolSize: integer(env, 'CURSO_POOL', 1, 0, 50),
    maxLabs: integer(env, 'CURSO_MAX_LABS', 40, 1, 1000),
    niceness: integer(
      env,
      'CURSO_NICE',
      isLoopback(reachedAt(env, host)) ? ownNiceness : classNiceness,
      0,
      19,
    ),
    idleMs: integer(env, 'CURSO_IDLE_MIN', 30, 1, 10_000) * 60_000,
    hostNames: (env['CURSO_HOSTS'] ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
    classCode: classCode(env, host),
    instructorKey: instructorKey(env),
    teaches: choice(env, 'CURSO_PROFESOR', isLoopback(reachedAt(env, host)) ? '0' : '1', ['0', '1']) === '1',
    logLevel: choice(env, 'CURSO_LOG', 'info', logLevels),
  };
}
