/** The page that asks for the class code. */
import { plainPage } from './plain-page.ts';

export const classPagePath = '/clase';

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
  return plainPage(
    `${said ? `${said.title} · ` : ''}Código de la clase`,
    `<h1>Redis Sentinel</h1>
<p>Para entrar en el curso escribe el código que te ha dado quien imparte la clase.</p>
<form method="post">
<label for="codigo">Código de la clase</label>
<input id="codigo" name="codigo" required maxlength="200" autofocus autocomplete="off" autocapitalize="none" spellcheck="false"${field}>
${said ? `<p id="error" role="alert">${said.text}</p>` : ''}
<button type="submit">Entrar</button>
</form>
<p><a href="/volver">Ya he estado aquí: volver con mi código</a></p>`,
  );
}
