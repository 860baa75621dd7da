/** «Empezar como otra persona»: the next student at the same computer gets a lab of their own, and none of what this one left. */
import { forgetAll } from '../frame/storage.ts';
import type { Ask } from './confirm.ts';

const deadlineMs = 15_000;

const question = {
  title: 'Empezar como otra persona',
  text: 'Este navegador empezará con un laboratorio nuevo, y sin nada demostrado. Lo que se ha demostrado hasta ahora se queda guardado, y se vuelve a ello con el código de «Mi código para volver», en este menú: apúntalo antes, o descarga el progreso.',
  yes: 'Sí, empezar de nuevo',
  link: {
    text: 'Descargar mi progreso (JSON)',
    address: '/api/progress',
    file: 'progreso-redis-sentinel.json',
  },
} as const;

/** Asks once. Resolves to why it could not be done; where it could, the page is loaded again. */
export async function becomeAnother(ask: Ask): Promise<string | null> {
  if (!(await ask(question))) return null;
  try {
    const response = await fetch('/api/session/new', {
      method: 'POST',
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!response.ok) return 'El servidor no ha podido empezar otra sesión. Inténtalo otra vez.';
  } catch {
    return 'No hay conexión con el servidor: todo sigue como estaba.';
  }
  forgetAll();
  location.replace('/');
  return null;
}
