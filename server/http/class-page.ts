/** The page that asks for the class code: one file, no script, the course's own colours. */
export const classPagePath = '/clase';

const style = `
:root { color-scheme: light; --paper: #fcfcfa; --ink: #18212b; --muted: #46525f; --control: #6b7883; --accent: #8f2a20; --on-accent: #ffffff; --fail: #8a1515 }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #14191f; --ink: #e9edf1; --muted: #b0bac5; --control: #8a97a4; --accent: #ff9c8c; --on-accent: #26100c; --fail: #ffb0a9 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1.25rem/1.5 system-ui, sans-serif }
main { width: min(26rem, 90vw) }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 0.5rem }
p { color: var(--muted); margin: 0 0 1.5rem }
p[role="alert"] { color: var(--fail); font-weight: 600; margin: 0.5rem 0 0 }
label { display: block; font-weight: 600; margin-bottom: 0.25rem }
input, button { box-sizing: border-box; width: 100%; font: inherit; padding: 0.6rem 0.8rem; border-radius: 6px; border: 1px solid var(--control) }
input { background: transparent; color: inherit }
button { margin-top: 1.25rem; background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 600; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`;

/** Why the page is there again: another code than the class's, or a browser that did not keep that it was right. */
export type Complaint = 'code' | 'cookies';

const complaints: Readonly<Record<Complaint, { readonly title: string; readonly text: string }>> = {
  code: {
    title: 'Código incorrecto',
    text: 'Ese no es el código de la clase. Compruébalo y vuelve a escribirlo.',
  },
  cookies: {
    title: 'Faltan las cookies',
    text: 'El código es correcto, pero este navegador no guarda las cookies de esta página, y sin ellas el curso no sabe que lo has dado. Permítelas para esta dirección en los ajustes del navegador y escríbelo otra vez.',
  },
};

/** The form has no `action`: it goes to the address that it was opened by, with the slide that a link named after its `#`. */
export function classPage(complaint: Complaint | null): string {
  const said = complaint && complaints[complaint];
  const invalid = complaint === 'code' ? ' aria-invalid="true"' : '';
  const field = said ? `${invalid} aria-describedby="error"` : '';
  return `<!doctype html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${said ? `${said.title} · ` : ''}Código de la clase · Redis Sentinel</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${style}</style>
</head>
<body>
<main>
<h1>Redis Sentinel</h1>
<p>Para entrar en el curso escribe el código que te ha dado quien imparte la clase.</p>
<form method="post">
<label for="codigo">Código de la clase</label>
<input id="codigo" name="codigo" required maxlength="200" autofocus autocomplete="off" autocapitalize="none" spellcheck="false"${field}>
${said ? `<p id="error" role="alert">${said.text}</p>` : ''}
<button type="submit">Entrar</button>
</form>
</main>
</body>
</html>
`;
}
