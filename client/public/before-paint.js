// Not a module, so that the remembered theme is there before the first paint.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('curso.theme');
  } catch {
    // Storage may be forbidden; the system's theme serves.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme =
    theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light';
  // A printed deck and the speaker's previews are slides only.
  if (/[?&](print-pdf|receiver)\b/i.test(location.search))
    document.documentElement.classList.add('deck-only');
})();
