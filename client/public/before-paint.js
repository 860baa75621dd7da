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

// What is pressed before its code has come (the slide is there first) is pressed again when it has. What has its own code says so
// itself: it gets `data-alive` and the event `alive`. All the rest answers from `course-ready` on.
(() => {
  const own = '[data-tour], [data-figure] button, [data-figure] input';
  const rest =
    '[data-action]:not([data-action="mode"], [data-action="theme"], [data-action="help"]), [data-help], [data-run], [data-copy]';
  let selector = `${own}, ${rest}`;
  /** By element, what it was set to; null for a button. */
  const early = new Map();
  const setting = ({ type, value, checked }) =>
    type === 'range' ? value : type === 'checkbox' ? checked : null;
  const keep = (event) => {
    const pressed = event.target instanceof Element ? event.target.closest(selector) : null;
    if (pressed && !pressed.closest('[data-alive]')) early.set(pressed, setting(pressed));
  };
  const pressAgain = (isAlive) => {
    for (const [pressed, wanted] of [...early].filter(([pressed]) => isAlive(pressed))) {
      early.delete(pressed);
      if (typeof wanted === 'string') {
        pressed.value = wanted;
        pressed.dispatchEvent(new Event('input', { bubbles: true }));
        continue;
      }
      // A box shows already what it was set to; pressed again it would show the opposite.
      if (wanted !== null) pressed.checked = !wanted;
      pressed.click();
    }
  };
  document.addEventListener('click', keep, true);
  document.addEventListener('input', keep, true);
  document.addEventListener('alive', ({ target }) => pressAgain((pressed) => target.contains(pressed)));
  document.addEventListener(
    'course-ready',
    () => {
      selector = own;
      pressAgain((pressed) => pressed.matches(rest));
    },
    { once: true },
  );
})();
