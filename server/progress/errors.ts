/** What can go wrong with keeping progress, by name. Messages are for a person, in Spanish. */
export class ProgressUnavailable extends Error {
  override readonly name = 'ProgressUnavailable';
  constructor(options?: ErrorOptions) {
    super('El Redis del progreso no responde: lo que se demuestre ahora no se guardaría.', options);
  }
}

export class ProgressStartFailed extends Error {
  override readonly name = 'ProgressStartFailed';
  constructor(reason: string, options?: ErrorOptions) {
    super(`El Redis del progreso no arranca: ${reason}`, options);
  }
}
