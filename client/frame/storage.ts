/** What this browser remembers. Storage may be forbidden or full; then nothing is remembered. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`curso.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`curso.${key}`, value);
  } catch {
    // Not remembered; the page works the same.
  }
}
