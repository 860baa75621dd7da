/** A network between a page and its server that can be cut, and lost: what is sent meanwhile arrives late, and an end is not heard. */
import { connect, createServer, type Socket } from 'node:net';

export interface Relay extends AsyncDisposable {
  /** The server's address, through it. */
  readonly url: string;
  /** Ends every connection, at both ends. */
  cut(): void;
  /** From now on nothing arrives, in either direction. */
  lose(): void;
  /** What was sent meanwhile arrives, as TCP sends it again. Who hung up meanwhile is found out by who sends something. */
  find(): void;
  /** New connections are served again; those that were open pass nothing ever more, as after a sleep or another address. */
  renew(): void;
}

interface Way {
  /** What could not be delivered. */
  held: Buffer[];
  ended: boolean;
}

/** A connection: the page's end and the server's, and what goes from the first to the second and back. */
interface Line {
  readonly ends: readonly [Socket, Socket];
  dead: boolean;
  readonly ways: readonly [Way, Way];
}

export async function createRelay(server: string): Promise<Relay> {
  const { hostname, port } = new URL(server);
  let lost = false;
  const lines = new Set<Line>();

  const deliver = (way: Way, to: Socket) => {
    for (const bytes of way.held.splice(0)) to.write(bytes);
  };
  const listener = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    const line: Line = {
      ends: [near, far],
      dead: false,
      ways: [
        { held: [], ended: false },
        { held: [], ended: false },
      ],
    };
    lines.add(line);
    const join = (from: Socket, to: Socket, way: Way, back: Way) => {
      from.on('data', (bytes) => {
        if (line.dead) return;
        // To who has hung up, unheard: this is how it is found out.
        if (!lost && back.ended) return void from.destroy();
        if (lost || way.held.length > 0) way.held.push(bytes);
        else to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        if (lost || line.dead) way.ended = true;
        else to.destroy();
        if (near.destroyed && far.destroyed) lines.delete(line);
      });
    };
    join(near, far, line.ways[0], line.ways[1]);
    join(far, near, line.ways[1], line.ways[0]);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    for (const { ends } of lines) for (const end of ends) end.destroy();
    lines.clear();
  };
  return {
    url: `http://localhost:${own}`,
    cut,
    lose() {
      lost = true;
    },
    find() {
      lost = false;
      for (const { ends, ways } of lines) {
        const [near, far] = ends;
        const [out, back] = ways;
        const [sentMeanwhile, hungUp] = [out.held.length > 0, back.ended];
        deliver(out, far);
        deliver(back, near);
        if (out.ended) far.destroySoon();
        if (hungUp && sentMeanwhile) near.destroySoon();
      }
    },
    renew() {
      lost = false;
      for (const line of lines) line.dead = true;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
