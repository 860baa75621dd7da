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
  // In forced colours the page's own go, and what draws its own, the terminals, follows the system's.
  const forced = matchMedia('(forced-colors: active)').matches;
  if (forced || (theme !== 'light' && theme !== 'dark')) {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = print ? 'light' : theme;
  // A printed deck and the speaker's previews are slides only.
  if (print || /[?&]receiver\b/i.test(location.search)) root.classList.add('deck-only');
})();

// In which time zone the learner is, before anything asks for their lab: it is made in it.
(() => {
  try {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, nor on plain http.
    document.cookie = `zona=${timeZone}; path=/; max-age=31536000; samesite=lax`;
  } catch {
    // A page that may keep nothing says so elsewhere.
  }
})();

// A button that is pressed before its code has come (the slide is there first) is pressed again when it has.
(() => {
  const early = new Set();
  const selector =
    '[data-action]:not([data-action="mode"], [data-action="theme"], [data-action="help"]), [data-help], [data-run], [data-copy]';
  const keep = (event) => {
    const button = event.target instanceof Element ? event.target.closest(selector) : null;
    if (button) early.add(button);
  };
  document.addEventListener('click', keep, true);
  document.addEventListener(
    'course-ready',
    () => {
      document.removeEventListener('click', keep, true);
      for (const button of early) button.click();
    },
    { once: true },
  );
})();
