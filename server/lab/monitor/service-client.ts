/** An ioredis client over a driver's byte stream: one service of one node, that comes and goes. */
import { Socket } from 'node:net';
import { AbstractConnector, Redis } from 'ioredis';
import type { NodeName, Service } from '../../../labs/define.ts';
import type { LabReading } from '../../driver/driver.ts';

/** How soon a service that refused is tried again: it bounds how late its return is seen. */
const retryMs = 200;
/** The first attempt after a connection was lost: a Redis that Sentinel reconfigures drops its clients and is up all the same. */
const soonMs = 5;
/** A service that takes longer than this to answer counts as not answering. */
const answerMs = 1500;

/** What a service may say in a second: its whole INFO is some 5 kB. What says more is no Redis, and would fill this server's memory. */
const mostBytesASecond = 4 * 1024 * 1024;

function bounded(stream: Socket): Socket {
  let [since, bytes] = [performance.now(), 0];
  stream.on('data', (chunk: Buffer) => {
    const now = performance.now();
    if (now - since > 1000) [since, bytes] = [now, 0];
    bytes += chunk.length;
    if (bytes > mostBytesASecond) stream.destroy(new Error('a service says more than a service has to say'));
  });
  return stream;
}

/** ioredis gives up for ever when there is no stream at all; one that breaks is tried again. */
function refusedSocket(error: Error): Socket {
  const socket = new Socket();
  setImmediate(() => socket.destroy(error));
  return socket;
}

/** A client that reconnects for ever, queues nothing, and fails at once while its service is off. Close it with `disconnect()`. */
export function serviceClient(lab: Pick<LabReading, 'connect'>, node: NodeName, service: Service): Redis {
  class DriverConnector extends AbstractConnector {
    constructor() {
      super(retryMs);
    }
    override async connect(): Promise<Socket> {
      const stream = await lab.connect(node, service).then(bounded, refusedSocket);
      this.stream = stream;
      return stream;
    }
  }
  const client = new Redis({
    Connector: DriverConnector,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // A connection made anew is subscribed by who knows what is at its other end.
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: answerMs,
    connectTimeout: answerMs,
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: (attempt) => (attempt === 1 ? soonMs : retryMs),
    lazyConnect: false,
  });
  // A service that is off is an everyday sight here: its state is read from the failing commands.
  client.on('error', () => undefined);
  return client;
}

/** Resolves when the first attempt to connect has ended, well or not: before that, "off" would be a guess. */
export function firstAttempt(client: Redis): Promise<void> {
  return new Promise((resolve) => {
    if (client.status === 'ready') resolve();
    client.once('ready', () => resolve());
    client.once('close', () => resolve());
  });
}

/** How long a lost connection is waited for. */
const backMs = 100;

/** Resolves when a lost connection is there again, or could not be made anew: then the service is off. */
export function backOrRefused(client: Redis): Promise<void> {
  if (client.status === 'ready') return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      client.off('ready', done).off('close', done);
      resolve();
    };
    const timer = setTimeout(done, backMs);
    client.on('ready', done).on('close', done);
  });
}
