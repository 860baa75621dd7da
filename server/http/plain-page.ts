/** A page of one file without a script, in the course's own colours: what is read before the course itself is opened. */
const style = `
:root { color-scheme: light; --paper: #fcfcfa; --ink: #18212b; --muted: #46525f; --control: #6b7883; --accent: #8f2a20; --on-accent: #ffffff; --fail: #8a1515 }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #14191f; --ink: #e9edf1; --muted: #b0bac5; --control: #8a97a4; --accent: #ff9c8c; --on-accent: #26100c; --fail: #ffb0a9 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1.25rem/1.5 system-ui, sans-serif }
main { width: min(26rem, 90vw); padding: 1rem 0 }
ul { margin: 1rem 0 0; padding-left: 1.2em; font-size: 1rem; color: var(--muted) }
li { margin-top: 0.3em }
a { color: inherit }
form + p { margin: 1rem 0 0; font-size: 1rem }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 0.5rem; overflow-wrap: anywhere }
p { color: var(--muted); margin: 0 0 1.5rem }
p[role="alert"] { color: var(--fail); font-weight: 600; margin: 0.5rem 0 0 }
label { display: block; font-weight: 600; margin-bottom: 0.25rem }
input, button { box-sizing: border-box; width: 100%; font: inherit; padding: 0.6rem 0.8rem; border-radius: 6px; border: 1px solid var(--control) }
input { background: transparent; color: inherit }
button { margin-top: 1.25rem; background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 600; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`;

/** As text in HTML, between tags and in attributes that stand in double quotes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** @param title as text @param main as HTML */
export function plainPage(title: string, main: string): string {
  return `<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Redis Sentinel</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}
