/** The code by which programs know a named error: `LabNotRunning` → `lab-not-running`. */
export function errorCode(error: Error): string {
  return error.name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}
