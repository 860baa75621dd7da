/** The pages by which one joins a class: what its instructor will see is said before anyone is in it. */
import { classLimits } from '../../protocol/membership.ts';
import { escapeHtml, plainPage } from './plain-page.ts';

/** `/c` asks for a code; `/c/faro-nieve-42` is a class's link. */
const path = '/c';

export const isJoinPath = (pathname: string): boolean => pathname === path || pathname.startsWith(`${path}/`);
export const joinPath = (code: string): string => `${path}/${encodeURIComponent(code)}`;

const alert = (complaint: string | null): string =>
  complaint === null ? '' : `<p id="error" role="alert">${escapeHtml(complaint)}</p>`;
const described = (complaint: string | null): string =>
  complaint === null ? '' : ' aria-invalid="true" aria-describedby="error"';

/** Asks for a class's code. @param complaint why it is asked for again */
export function codePage(complaint: string | null): string {
  return plainPage(
    'Entrar en una clase',
    `<h1>Entrar en una clase</h1>
<p>Escribe el código que te ha dado quien la imparte: dos palabras y dos cifras.</p>
<form method="get" action="${path}">
<label for="codigo">Código de la clase</label>
<input id="codigo" name="codigo" required maxlength="80" autofocus autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="faro-nieve-42"${described(complaint)}>
${alert(complaint)}
<button type="submit">Seguir</button>
</form>`,
  );
}

/** Asks for an alias, and says who sees what. */
export function aliasPage(className: string, alias: string, complaint: string | null): string {
  return plainPage(
    `Entrar en ${className}`,
    `<h1>${escapeHtml(className)}</h1>
<form method="post">
<label for="alias">¿Con qué nombre quieres que te vean?</label>
<input id="alias" name="alias" required minlength="2" maxlength="${classLimits.alias}" autofocus autocomplete="off" spellcheck="false" value="${escapeHtml(alias)}"${described(complaint)}>
${alert(complaint)}
<ul>
<li>Quien imparte la clase verá este nombre, por qué diapositiva y caso vas y lo que has demostrado, cuándo y con cuánta ayuda.</li>
<li>También verá el dibujo de tu clúster, por qué no ha pasado una comprobación y si levantas la mano.</li>
<li>Tus terminales solo los verá si te lo pide y le dices que sí; lo cortas cuando quieras.</li>
<li>El resto de la clase no ve nada de ti. Con «Salir», arriba en el curso, te vas cuando quieras: se borra lo que la clase guarda de ti, y tu progreso se queda contigo.</li>
</ul>
<button type="submit">Entrar en la clase</button>
</form>
<p><a href="/volver">Ya he estado aquí: volver con mi código</a></p>`,
  );
}
