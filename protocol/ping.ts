/** On every websocket: browsers do not let a page send the websocket's own pings, so it asks in a message of its own. */
import { type Static, Type } from 'typebox';

/** From the page: is there somebody? */
export const Ping = Type.Object({ type: Type.Literal('ping') });
export type Ping = Static<typeof Ping>;

/** From the server, at once, whatever else it waits for: all that the page sent before its ping has arrived. */
export const Pong = Type.Object({ type: Type.Literal('pong') });
export type Pong = Static<typeof Pong>;
