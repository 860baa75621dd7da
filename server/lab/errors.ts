/** Everything that can go wrong with a lab's life, by name. Messages are for a person, in Spanish. */
import { CourseError } from '../base/course-error.ts';

class LabError extends CourseError {
  override readonly name: string = 'LabError';
}

export class CaseUnknown extends LabError {
  override readonly name = 'CaseUnknown';
  override readonly statusCode = 404;
  constructor(id: string) {
    super(`El curso no tiene ningún caso «${id.slice(0, 40)}».`);
  }
}

export class CheckUnknown extends LabError {
  override readonly name = 'CheckUnknown';
  override readonly statusCode = 404;
  constructor(id: string) {
    super(`El curso no tiene ninguna comprobación «${id.slice(0, 80)}».`);
  }
}

export class NotConverged extends LabError {
  override readonly name = 'NotConverged';
  override readonly statusCode = 503;
  constructor(options?: ErrorOptions) {
    super(
      'El clúster ha arrancado, pero sus nodos no se han puesto de acuerdo a tiempo. Reinicia el laboratorio.',
      options,
    );
  }
}

export class ClassroomFull extends LabError {
  override readonly name = 'ClassroomFull';
  override readonly statusCode = 503;
  constructor(
    readonly limit: number,
    readonly place: number,
    waitMs: number | null,
  ) {
    const minutes = waitMs === null ? 0 : Math.max(1, Math.round(waitMs / 60_000));
    const wait =
      minutes === 0
        ? ''
        : ` Al ritmo de ahora, en ${minutes === 1 ? 'un minuto' : `unos ${minutes} minutos`}.`;
    super(
      `${limit === 1 ? 'Este servidor tiene 1 laboratorio' : `Este servidor admite ${limit} laboratorios a la vez`}, y no queda sitio. En la cola eres el número ${place}: deja esta página abierta y el tuyo se encenderá solo.${wait}`,
    );
  }
}

export class SentinelRestartFailed extends LabError {
  override readonly name = 'SentinelRestartFailed';
  override readonly statusCode = 503;
  constructor(node: string, options?: ErrorOptions) {
    super(
      `El Sentinel de ${node} no ha vuelto a arrancar. Escribe rc-service redis-sentinel restart en su shell, o prepara el caso de nuevo.`,
      options,
    );
  }
}

export class LabUnavailable extends LabError {
  override readonly name = 'LabUnavailable';
  override readonly statusCode = 503;
  constructor(options?: ErrorOptions) {
    super('El laboratorio no está en marcha. Pulsa «Reiniciar laboratorio».', options);
  }
}
