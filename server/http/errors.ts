/** What the request guard refuses, by name; and how every error of the server reads in an answer. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { ApiError } from '../../protocol/lab.ts';
import { CourseError, StatusError } from '../base/course-error.ts';

export class OriginRefused extends StatusError {
  override readonly name = 'OriginRefused';
  constructor() {
    super(403, 'Esta petición viene de otra página. Abre el curso en su propia dirección.');
  }
}

export class HostRefused extends StatusError {
  override readonly name = 'HostRefused';
  constructor() {
    super(
      421,
      'Este servidor no atiende ese nombre. Ábrelo por su dirección, o añade el nombre a CURSO_HOSTS.',
    );
  }
}

export class MetricsRefused extends StatusError {
  override readonly name = 'MetricsRefused';
  constructor() {
    super(403, 'Las métricas solo se dan a quien las pide desde la misma máquina.');
  }
}

export class ClassCodeMissing extends StatusError {
  override readonly name = 'ClassCodeMissing';
  constructor() {
    super(401, 'Hace falta el código de la clase: recarga la página y escríbelo.');
  }
}

export class TooManyNewcomers extends StatusError {
  override readonly name = 'TooManyNewcomers';
  constructor() {
    super(429, 'Llegan demasiados a la vez desde esta dirección: espera un momento.');
  }
}

export class SessionMissing extends StatusError {
  override readonly name = 'SessionMissing';
  constructor() {
    super(
      401,
      'La cookie que decía cuál es tu laboratorio se ha borrado o ya no vale: recarga la página para empezar con uno nuevo, o vuelve con tu código en «/volver».',
    );
  }
}

function statusOf(error: Error): number {
  if (error instanceof CourseError) return error.statusCode;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** A code for programs and a sentence for people. Of an error that is not ours the details stay in the log. */
export function toApiError(error: Error): { readonly status: number; readonly body: ApiError } {
  const status = statusOf(error);
  if (error instanceof CourseError) return { status, body: { code: error.code, message: error.message } };
  if (status === 429)
    return {
      status,
      body: { code: 'too-many-requests', message: 'Demasiadas peticiones seguidas: espera un momento.' },
    };
  if (status < 500)
    return { status, body: { code: 'bad-request', message: 'La petición no tiene la forma que se espera.' } };
  return {
    status: 500,
    body: {
      code: 'internal-error',
      message: 'El servidor ha tenido un fallo. Inténtalo otra vez; si sigue, avisa a quien lo administra.',
    },
  };
}

/**
 * For an error of a websocket, or of what serves it. Where what came was wrong (`WS_ERR_…`), ws has sent its close with the status of RFC 6455 that
 * says so, and cuts the connection in 30 s if no answer comes: to cut it here would take that status away.
 */
export function endSocket(error: Error, socket: WebSocket, request: FastifyRequest): void {
  if ('code' in error && String(error.code).startsWith('WS_ERR_')) {
    request.log.debug({ err: error }, 'websocket cerrado por lo que envió');
    return;
  }
  request.log.error({ err: error }, 'ha fallado un websocket');
  socket.terminate();
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { status, body } = toApiError(error);
  if (status >= 500)
    request.log.error({ err: error, route: request.routeOptions.url }, 'ha fallado una petición');
  void reply.code(status).send(body);
}
