/** Classes, as the rest of the server knows them. */
import type { Redis } from 'ioredis';
import type { BoardNotice } from '../../protocol/classes.ts';
import type { Log } from '../base/log.ts';
import { type Attendances, createAttendances } from './attendance.ts';
import { type BoardView, openBoard } from './board.ts';
import { type Channels, createChannels } from './channels.ts';
import { type ClassStore, createClassStore } from './class-store.ts';
import { createClassWriter } from './class-writer.ts';
import { type ConsentStore, createConsentStore } from './consent.ts';
import { createJoinStore, type JoinStore } from './join.ts';
import { createLifetime } from './lifetime.ts';
import { createMemberStore, type MemberStore } from './member-store.ts';

export interface Classes
  extends ClassStore,
    JoinStore,
    MemberStore,
    ConsentStore,
    Pick<Attendances, 'attend'>,
    Pick<Channels, 'listen'> {
  /** See openBoard. @throws ClassUnknown */
  board(id: string, view: BoardView, send: (notice: BoardNotice) => void): Promise<() => void>;
  close(): void;
}

/** Everything is in that Redis, so that several servers over it have the same classes. */
export function createClasses(redis: Redis, log: Log): Classes {
  const channels = createChannels(redis, log);
  const lifetime = createLifetime(redis);
  const classes = createClassStore(redis, lifetime);
  const write = createClassWriter(redis, lifetime);
  const consents = createConsentStore(redis, write, (error) =>
    log.debug({ err: error }, 'no se ha anotado qué se mira'),
  );
  const members = { ...createJoinStore(redis, lifetime), ...createMemberStore(redis, write, consents) };
  const attendances = createAttendances({ members: { ...members, ...classes }, channels, log });
  return {
    ...classes,
    ...members,
    ...consents,
    listen: channels.listen,
    attend: attendances.attend,
    board: (id, view, send) => openBoard(id, view, send, { classes, members, channels, log }),
    close() {
      attendances.close();
      channels.close();
    },
  };
}
