/** The status of a terminal and of its program, and what the learner is told of it. */
import type { BannerContent } from './banner.ts';
import type { ConnectionState } from './connection.ts';
import { type SessionName, tabName } from './names.ts';
import { isInsideRedisCli } from './prompt.ts';

/** Shared by what types, what draws and what runs commands in one pane. */
export interface TerminalStatus {
  connection: ConnectionState;
  /** Nothing is typed here, whoever has the write lock. */
  readonly readOnly: boolean;
  /** Keystrokes of this page count. */
  writer: boolean;
  exited: boolean;
  /** Something was typed while there was no connection, and was not sent; until something is typed again with one. */
  dropped: boolean;
  /** What was typed last may have been lost with its connection; until something is typed again. */
  unproven: boolean;
  /** The screen has been drawn since the connection was last opened. */
  drawn: boolean;
  /** This page answers what the program asks of its terminal: it wrote when the output being read was written. */
  answers: boolean;
  /** The program has been at its prompt since then. */
  prompted: boolean;
}

export function createTerminalStatus(readOnly = false): TerminalStatus {
  return {
    readOnly,
    connection: { name: 'closed' },
    writer: true,
    exited: false,
    dropped: false,
    unproven: false,
    drawn: false,
    answers: false,
    prompted: false,
  };
}

/** Whether what the terminal answers by itself may be sent, and a program's text may go to the clipboard. */
export const mayAnswer = ({ answers, readOnly, exited, connection }: TerminalStatus): boolean =>
  answers && !readOnly && !exited && connection.name === 'open';

/** What became of what was typed; empty where nothing is amiss. */
function noteOf({ dropped, unproven }: TerminalStatus): string {
  const before = unproven ? ' Lo último que escribiste pudo no llegar.' : '';
  return dropped ? `${before} Lo que has escrito sin conexión no se ha enviado.` : before;
}

/** What the strip over the terminal says at `now`; null when there is nothing to say. */
export function bannerOf(status: TerminalStatus, now: number, retry: () => void): BannerContent | null {
  const note = noteOf(status);
  const { connection } = status;
  switch (connection.name) {
    case 'connecting':
      return { text: `Conectando…${note}`, dims: true };
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((connection.at - now) / 1000));
      const reason = connection.reason ?? 'Se ha perdido la conexión.';
      return {
        text: `${reason} Nuevo intento en ${seconds} s.${note}`,
        action: { label: 'Conectar ya', run: retry },
        dims: true,
      };
    }
    case 'refused':
      return {
        text: connection.message,
        action: connection.forPage
          ? { label: 'Recargar la página', run: () => location.reload() }
          : { label: 'Reintentar', run: retry },
        dims: true,
      };
    case 'open':
      if (!status.writer && !status.readOnly)
        return { text: 'Este terminal se usa en otra pestaña o ventana. Escribe aquí para tomarlo.' };
      return note ? { text: `Ya hay conexión.${note} Mira el terminal antes de repetirlo.` } : null;
    case 'closed':
      return null;
  }
}

/** Why ▶ cannot type a command; `line` is the cursor's, up to the cursor. */
export function whyNotReady(session: SessionName, status: TerminalStatus, line: string): string {
  const name = tabName(session);
  const { connection, exited } = status;
  if (connection.name === 'refused') return `${name} no está disponible: ${connection.message}`;
  if (connection.name !== 'open')
    return `${name} no tiene conexión con el servidor. Espera un momento y vuelve a pulsar ▶.`;
  if (exited) return `${name}: el programa ha terminado. Pulsa Intro en su terminal y vuelve a pulsar ▶.`;
  if (isInsideRedisCli(session, line))
    return `${name} está dentro de redis-cli: escribe exit para volver al shell y pulsa ▶ otra vez.`;
  return `${name} está ocupado: termina el programa en curso (Ctrl+C) o borra lo escrito, y vuelve a pulsar ▶.`;
}
