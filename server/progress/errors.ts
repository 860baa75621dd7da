/** What can go wrong with keeping progress, by name. Messages are for a person, in Spanish. */
import { CourseError } from '../base/course-error.ts';

export class ProgressUnavailable extends CourseError {
  override readonly name = 'ProgressUnavailable';
  override readonly statusCode = 503;
  constructor(options?: ErrorOptions) {
    super('El Redis del progreso no responde: lo que se demuestre no cuenta hasta que vuelva.', options);
  }
}

export class ProgressStartFailed extends CourseError {
  override readonly name = 'ProgressStartFailed';
  constructor(reason: string, options?: ErrorOptions) {
    super(`El Redis del progreso no arranca: ${reason}`, options);
  }
}
