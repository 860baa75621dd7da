/** What this browser remembers. Storage may be forbidden or full; then nothing is remembered. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`curso.${key}`);
  } catch {
    return null;
  }
}

/** What the next person at this computer should not find. The theme is the room's. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('curso.') && key !== 'curso.theme') localStorage.removeItem(key);
  } catch {
    // Nothing was remembered.
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`curso.${key}`, value);
  } catch {
    // Not remembered; the page works the same.
  }
}
