/**
 * `npm run clase -- --ensayo 30 faro-nieve-42`: so many simulated members come into that class of the server that runs here, and work at
 * human paces until Ctrl+C, when they leave. They have no lab: only what a board shows of them.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { projectFolder } from './base/project-folder.ts';
import { proposeAlias } from './classes/alias.ts';
import { createClassStore } from './classes/class-store.ts';
import { createClassWriter } from './classes/class-writer.ts';
import { createConsentStore } from './classes/consent.ts';
import { AliasTaken } from './classes/errors.ts';
import { createJoinStore, type JoinStore } from './classes/join.ts';
import { createLifetime } from './classes/lifetime.ts';
import type { MemberRef } from './classes/member.ts';
import { createMemberStore, type MemberStore } from './classes/member-store.ts';
import { type Persona, personaKinds, playedBy } from './classes/persona.ts';
import { configBeside } from './config.ts';
import { readAddresses } from './data-folder.ts';

const usage =
  'Uso: npm run clase -- --ensayo 30 faro-nieve-42 (el código de una clase que hayas hecho en «/profesor»).';
const everyMs = 2000;
/** Of ten, so many of each: most of a class works on. */
const mix = [
  'quick',
  'quick',
  'steady',
  'steady',
  'steady',
  'steady',
  'slow',
  'slow',
  'stuck',
  'gone',
] as const;

interface Simulated {
  readonly ref: MemberRef;
  readonly persona: Persona;
  hand: string | null;
}

function connect(): Redis {
  const { redisUrl, dataFolder } = configBeside(process.env, projectFolder());
  if (readAddresses(dataFolder).length === 0)
    throw new Error('El servidor del curso no está en marcha: arráncalo con «npm start».');
  const options = { maxRetriesPerRequest: 1, commandTimeout: 5000 };
  return redisUrl === null
    ? new Redis({ path: join(dataFolder, 'progreso/redis.sock'), ...options })
    : new Redis(redisUrl, options);
}

/** One more member, by a name that is free. */
async function comeIn(joins: JoinStore, classId: string, index: number): Promise<Simulated> {
  const learner = randomBytes(16).toString('hex');
  const kind = mix[index % mix.length] ?? personaKinds[0];
  const persona: Persona = { kind, offsetSeconds: randomInt(0, 25) };
  for (let tries = 0; ; tries += 1) {
    const alias = tries < 5 ? proposeAlias() : `Simulado ${index + 1}`;
    try {
      return { ref: await joins.join(classId, learner, alias), persona, hand: null };
    } catch (error) {
      if (!(error instanceof AliasTaken) || tries > 5) throw error;
    }
  }
}

async function play(members: MemberStore, simulated: Simulated, began: number): Promise<void> {
  const { ref, persona } = simulated;
  const { status, hand, done } = playedBy(persona, began, Date.now());
  await members.saveStatus(ref, status);
  if (done) await members.setDone(ref, true);
  if (hand === simulated.hand) return;
  simulated.hand = hand;
  if (hand !== null)
    await members.raiseHand(ref, { words: hand, at: status.seen, slide: status.slide, taken: false });
}

async function rehearse(count: number, code: string): Promise<void> {
  const redis = connect();
  const lifetime = createLifetime(redis);
  const joins = createJoinStore(redis, lifetime);
  const write = createClassWriter(redis, lifetime);
  const consents = createConsentStore(redis, write, () => undefined);
  const members = createMemberStore(redis, write, consents);
  const all: Simulated[] = [];
  let ended = false;
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        ended = true;
        resolve();
      });
  });
  try {
    const { id, name } = await createClassStore(redis, lifetime).find(code);
    const began = Date.now();
    for (let i = 0; i < count && !ended; i += 1) all.push(await comeIn(joins, id, i));
    process.stdout.write(`${all.length} simulados en «${name}»; Ctrl+C los saca.\n`);
    while (!ended) {
      for (const simulated of all) await play(members, simulated, began);
      await Promise.race([interrupted, new Promise((resolve) => setTimeout(resolve, everyMs))]);
    }
  } finally {
    // Those whom the instructor has taken out are out already.
    for (const { ref } of all) await joins.leave(ref).catch(() => undefined);
    redis.disconnect();
  }
}

try {
  const { values, positionals } = parseArgs({
    options: { ensayo: { type: 'string', default: '30' } },
    allowPositionals: true,
  });
  const [code] = positionals;
  const count = Number(values.ensayo);
  if (code === undefined || !Number.isInteger(count) || count < 1 || count > 300) throw new Error(usage);
  await rehearse(count, code);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
