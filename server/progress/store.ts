/** What is kept of a learner, in Redis: what they proved, when and with which evidence, and how far their lab is. */
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import type { SentinelEvent } from '../../labs/define.ts';
import { Node } from '../../protocol/name-schemas.ts';
import { type Log, referenceOf, silentLog } from '../base/log.ts';
import { LabRecord, type SavedLab } from '../lab/judging/run.ts';
import { attempt, commit, parse } from './redis.ts';

/** The kept events of a lab: enough for any case, bounded whatever a student does. */
const mostEvents = 500;

const Proof = Type.Object({ at: Type.String(), evidence: Type.String() });
export type Proof = Static<typeof Proof>;

const StoredEvent = Type.Object({
  node: Node,
  at: Type.Number(),
  source: Type.Union([Type.Literal('pubsub'), Type.Literal('log')]),
  name: Type.String(),
  args: Type.String(),
  nodeTime: Type.Optional(Type.String()),
});

const keyOf = (learner: string, what: 'proofs' | 'help' | 'lab' | 'events'): string =>
  `curso:alumno:${learner}:${what}`;
const labsKey = 'curso:laboratorios';

/** The event, or nothing; an optional field that is not there is left out. */
function storedEvent(json: string): SentinelEvent[] {
  const event = parse(StoredEvent, json);
  if (!event) return [];
  const { nodeTime, ...rest } = event;
  return [nodeTime === undefined ? rest : { ...rest, nodeTime }];
}

export interface ProgressStore {
  /** The first proof of a check is the one that stays. Returns what is kept. */
  prove(learner: string, check: string, proof: Proof): Promise<Proof>;
  proofs(learner: string): Promise<Map<string, Proof>>;
  /** How much help with a check was asked for: 1 to 3. */
  saveHelp(learner: string, check: string, given: number): Promise<void>;
  help(learner: string): Promise<Map<string, number>>;
  saveLab(learner: string, record: LabRecord): Promise<void>;
  lab(learner: string): Promise<SavedLab | null>;
  /** All that is kept of a lab, anew. */
  replaceLab(learner: string, saved: SavedLab): Promise<void>;
  addEvent(learner: string, event: SentinelEvent): Promise<void>;
  forgetEvents(learner: string): Promise<void>;
  /** The ids of all labs that belong to a learner. */
  labIds(): Promise<Set<string>>;
  ping(): Promise<void>;
}

/** @throws ProgressUnavailable from every method, when Redis does not answer or refuses */
export function createProgressStore(redis: Redis, log: Log = silentLog): ProgressStore {
  /** As `parse`, and what is damaged is said. */
  const read = <T extends Type.TSchema>(schema: T, json: string, learner: string, what: string) => {
    const value = parse(schema, json);
    if (value === null)
      log.error(
        { learner: referenceOf(learner), what },
        'lo guardado de un estudiante no se entiende: sin ello sigue',
      );
    return value;
  };

  return {
    prove: (learner, check, proof) =>
      attempt(async () => {
        const key = keyOf(learner, 'proofs');
        const isNew = await redis.hsetnx(key, check, JSON.stringify(proof));
        return (
          (isNew === 1 ? null : read(Proof, (await redis.hget(key, check)) ?? '', learner, check)) ?? proof
        );
      }),

    proofs: (learner) =>
      attempt(async () => {
        const stored = Object.entries(await redis.hgetall(keyOf(learner, 'proofs')));
        return new Map(
          stored.flatMap(([check, json]): [string, Proof][] => {
            const proof = read(Proof, json, learner, check);
            return proof ? [[check, proof]] : [];
          }),
        );
      }),

    saveHelp: (learner, check, given) =>
      attempt(async () => void (await redis.hset(keyOf(learner, 'help'), check, given))),

    help: (learner) =>
      attempt(async () => {
        const stored = Object.entries(await redis.hgetall(keyOf(learner, 'help')));
        return new Map(
          stored.flatMap(([check, given]): [string, number][] =>
            /^[123]$/.test(given) ? [[check, Number(given)]] : [],
          ),
        );
      }),

    saveLab: (learner, record) =>
      attempt(async () => {
        const key = keyOf(learner, 'lab');
        await commit(redis.multi().set(key, JSON.stringify(record)).sadd(labsKey, record.labId));
      }),

    lab: (learner) =>
      attempt(async () => {
        const json = await redis.get(keyOf(learner, 'lab'));
        const record = json === null ? null : read(LabRecord, json, learner, 'lab');
        if (!record) return null;
        // Each once: what was written and not acknowledged, for the connection ended, was written again.
        const kept = new Set(await redis.lrange(keyOf(learner, 'events'), 0, -1));
        const events = [...kept].flatMap((json): SentinelEvent[] => storedEvent(json));
        return { record, events };
      }),

    replaceLab: (learner, { record, events }) =>
      attempt(async () => {
        const key = keyOf(learner, 'events');
        const all = redis.multi().set(keyOf(learner, 'lab'), JSON.stringify(record)).del(key);
        for (const event of events) all.rpush(key, JSON.stringify(event));
        await commit(all);
      }),

    addEvent: (learner, event) =>
      attempt(async () => {
        const key = keyOf(learner, 'events');
        await commit(redis.multi().rpush(key, JSON.stringify(event)).ltrim(key, -mostEvents, -1));
      }),

    forgetEvents: (learner) => attempt(async () => void (await redis.del(keyOf(learner, 'events')))),

    labIds: () => attempt(async () => new Set(await redis.smembers(labsKey))),

    ping: () => attempt(async () => void (await redis.ping())),
  };
}
