/** An error whose message is for the person in front of the page, in Spanish. Of every other, the details stay in the log. */
export class CourseError extends Error {
  override readonly name: string = 'CourseError';
  /** As an HTTP answer says it: a fault of the server's, unless an error says that it is something else. */
  readonly statusCode: number = 500;

  /** By which programs know it: `LabNotRunning` → `lab-not-running`. */
  get code(): string {
    return this.name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
  }
}

/** One that says with which status an HTTP answer tells it. */
export class StatusError extends CourseError {
  override readonly name: string = 'StatusError';
  override readonly statusCode: number;
  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}
