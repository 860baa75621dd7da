/**
 * A terminal over one websocket, `GET /ws/terminal?node=…&program=…&cols=…&rows=…`.
 * Binary frames are bytes: keystrokes to the server, output to the page. Text frames are one JSON message each.
 */
import { type Static, Type } from 'typebox';
import { Host, Program } from './name-schemas.ts';
import { Ping, Pong } from './ping.ts';

export const terminalProtocolVersion = 1;

const Cols = Type.Integer({ minimum: 2, maximum: 500 });
const Rows = Type.Integer({ minimum: 1, maximum: 300 });

/** Which of a lab's terminals. */
export const TerminalName = Type.Object({ node: Host, program: Program });
export type TerminalName = Static<typeof TerminalName>;

/** The query of the websocket's address. Numbers arrive as text. */
export const TerminalQuery = Type.Object({ node: Host, program: Program, cols: Cols, rows: Rows });
export type TerminalQuery = Static<typeof TerminalQuery>;

/** From the page. */
export const TerminalRequest = Type.Union([
  /** The pane has another size. Only the writer's counts. */
  Type.Object({ type: Type.Literal('resize'), cols: Cols, rows: Rows }),
  /** That many more bytes of output have been parsed by the page's terminal. */
  Type.Object({ type: Type.Literal('ack'), bytes: Type.Integer({ minimum: 1, maximum: 16 * 1024 * 1024 }) }),
  /** Start the program again, after it has ended. */
  Type.Object({ type: Type.Literal('restart') }),
  /** Another page took the write lock; this one takes it back. */
  Type.Object({ type: Type.Literal('take') }),
  Ping,
]);
export type TerminalRequest = Static<typeof TerminalRequest>;

/** From the server. */
export const TerminalNotice = Type.Union([
  /** First message, and again when the subscriber fell too far behind. The next binary frames, `bytes` in all, draw the whole screen on a terminal reset to this size; they are acknowledged too. */
  Type.Object({
    type: Type.Literal('screen'),
    version: Type.Integer(),
    cols: Cols,
    rows: Rows,
    bytes: Type.Integer({ minimum: 0 }),
    writer: Type.Boolean(),
  }),
  /** The writer gave the terminal another size. */
  Type.Object({ type: Type.Literal('size'), cols: Cols, rows: Rows }),
  /** Whether this page's keystrokes count from now on. */
  Type.Object({ type: Type.Literal('role'), writer: Type.Boolean() }),
  /** The program runs again. */
  Type.Object({ type: Type.Literal('started') }),
  /** The program ended; `restart` starts it again. */
  Type.Object({
    type: Type.Literal('exit'),
    code: Type.Integer(),
    signal: Type.Union([Type.Integer(), Type.Null()]),
  }),
  /** Why this terminal cannot go on, for a person, in Spanish. The socket closes after it. */
  Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
  Pong,
]);
export type TerminalNotice = Static<typeof TerminalNotice>;
