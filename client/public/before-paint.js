// Not a module, so that the remembered theme is there before the first paint.
(() => {
  const root = document.documentElement;
  const print = /[?&]print-pdf\b/i.test(location.search);
  let theme = null;
  try {
    theme = localStorage.getItem('curso.theme');
  } catch {
    // Storage may be forbidden; the system's theme serves.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = print ? 'light' : theme;
  // A printed deck and the speaker's previews are slides only.
  if (print || /[?&]receiver\b/i.test(location.search)) root.classList.add('deck-only');
})();
