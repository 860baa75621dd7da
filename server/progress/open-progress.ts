/** The Redis that keeps the progress: the one that REDIS_URL names, or the server's own. */
import { Redis } from 'ioredis';
import type { Log } from '../base/log.ts';
import { type OwnRedis, startOwnRedis } from './own-redis.ts';

/** One line when it is lost, and one when it is back. */
function tellOfLosses(client: Redis, log: Log): void {
  let [known, lost, closing] = [client.status === 'ready', false, false];
  client.on('error', (error) => log.debug({ err: error }, 'el Redis del progreso no responde'));
  client.on('end', () => {
    closing = true;
  });
  client.on('close', () => {
    // `disconnect` closes it too, and says «end» in the same turn.
    setImmediate(() => {
      if (!known || lost || closing) return;
      lost = true;
      log.warn('se ha perdido el Redis del progreso: lo que se demuestre espera a que vuelva');
    });
  });
  client.on('ready', () => {
    if (lost) log.info('el Redis del progreso ha vuelto');
    [known, lost] = [true, false];
  });
}

/** @param folder of the server's own @param findServer finds redis-server or valkey-server, which REDIS_URL makes needless @throws ProgressStartFailed */
export async function openProgress(
  redisUrl: string | null,
  folder: string,
  findServer: () => string,
  log: Log,
): Promise<OwnRedis> {
  if (redisUrl === null) {
    const own = await startOwnRedis(folder, findServer());
    tellOfLosses(own.client, log);
    return own;
  }
  const client = new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 5000 });
  tellOfLosses(client, log);
  return { client, stop: async () => client.disconnect() };
}
