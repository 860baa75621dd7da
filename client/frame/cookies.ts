/** Whether this browser keeps the page's cookies: by them the server knows whose lab is whose. */
export function keepsCookies(): boolean {
  const probe = 'curso_prueba=1';
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, nor on plain http.
    document.cookie = `${probe}; path=/; max-age=5; samesite=lax`;
    return document.cookie.split('; ').includes(probe);
  } catch {
    return false;
  }
}
