/** What is said in Redis of what changed, for whoever listens in this process: one connection for all. */
import type { Redis } from 'ioredis';
import type { Log } from '../base/log.ts';
import { within } from '../base/wait.ts';

/** How long Redis may take to attend to a channel, ms: what wants it tries again, or says so. */
const deadlineMs = 5000;

/** What was said; null when something may have been missed, for the connection was lost and is back. */
export type OnSaid = (message: string | null) => void;

export interface Channels {
  /** Resolves once nothing that is said from now on is missed. The result ends it. @throws WaitExpired when Redis does not answer */
  listen(channel: string, listener: OnSaid): Promise<() => void>;
  close(): void;
}

export function createChannels(redis: Redis, log: Log): Channels {
  const connection = redis.duplicate({ maxRetriesPerRequest: null, commandTimeout: undefined });
  const listeners = new Map<string, Set<OnSaid>>();
  let lost = false;
  const swallowed = (error: unknown) => log.debug({ err: error }, 'no se oye el Redis de las clases');

  connection.on('error', swallowed);
  connection.on('close', () => {
    lost = true;
  });
  // It has subscribed again to everything by then.
  connection.on('ready', () => {
    if (!lost) return;
    lost = false;
    for (const each of listeners.values()) for (const listener of [...each]) listener(null);
  });
  connection.on('message', (channel: string, message: string) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener(message);
  });

  return {
    async listen(channel, listener) {
      const here = listeners.get(channel) ?? new Set();
      listeners.set(channel, here);
      here.add(listener);
      const leave = () => {
        here.delete(listener);
        if (here.size > 0 || listeners.get(channel) !== here) return;
        listeners.delete(channel);
        connection.unsubscribe(channel).catch(swallowed);
      };
      try {
        await within(
          'el Redis del progreso atiende al canal de la clase',
          connection.subscribe(channel),
          deadlineMs,
        );
        return leave;
      } catch (error) {
        leave();
        throw error;
      }
    },
    close: () => connection.disconnect(),
  };
}
