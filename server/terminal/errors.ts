/** Everything that can go wrong with a terminal, by name. Messages are for the learner, in Spanish. */
import type { TerminalNotice } from '../../protocol/terminal.ts';
import { CourseError } from '../base/course-error.ts';

export class TerminalError extends CourseError {
  override readonly name: string = 'TerminalError';
}

export class TooManyTerminals extends TerminalError {
  override readonly name = 'TooManyTerminals';
  override readonly statusCode = 429;
  constructor(readonly limit: number) {
    super(
      `Hay ${limit} terminales abiertos en este laboratorio, que es el máximo. Cierra alguno con «exit».`,
    );
  }
}

export class InputOverflow extends TerminalError {
  override readonly name = 'InputOverflow';
  constructor(readonly limit: number) {
    super(
      `El programa no lee lo que se le escribe y hay más de ${limit >> 20} MiB en espera. Se ha descartado.`,
    );
  }
}

export class LabRestarted extends TerminalError {
  override readonly name = 'LabRestarted';
  constructor() {
    super('El laboratorio se ha reiniciado. El terminal vuelve a abrirse.');
  }
}

export class SessionEnded extends TerminalError {
  override readonly name = 'SessionEnded';
  constructor() {
    super('Este terminal se ha cerrado en el servidor.');
  }
}

export class BadMessage extends TerminalError {
  override readonly name = 'BadMessage';
  constructor() {
    super('El servidor ha recibido de esta página un mensaje que no entiende. Recarga la página.');
  }
}

/** What the page is told of an error. Of one that is not ours the details stay in the server's log. */
export function toNotice(error: unknown): TerminalNotice & { readonly type: 'error' } {
  if (error instanceof CourseError) return { type: 'error', code: error.code, message: error.message };
  return { type: 'error', code: 'terminal-failed', message: 'No se ha podido abrir el terminal.' };
}
