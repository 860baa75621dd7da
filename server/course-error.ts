/** An error whose message is for the person in front of the page, in Spanish. Of every other, the details stay in the log. */
export class CourseError extends Error {
  override readonly name: string = 'CourseError';

  /** By which programs know it: `LabNotRunning` → `lab-not-running`. */
  get code(): string {
    return this.name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
  }
}
