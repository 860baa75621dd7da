/** `npm run instructor`: writes the instructor's link of the server on this machine; with `--renovar`, a new one. */
import { existsSync } from 'node:fs';
import { projectFolder } from './base/project-folder.ts';
import { configBeside } from './config.ts';
import { readAddresses } from './data-folder.ts';
import { instructorKey, instructorLinks, renewInstructorKey } from './instructor-key.ts';

function print(): string {
  const { dataFolder, instructorKey: given } = configBeside(process.env, projectFolder());
  if (!existsSync(dataFolder))
    throw new Error(
      `Aquí no hay ningún servidor del curso: ${dataFolder} no existe. Arráncalo con «npm start», o di cuál es su carpeta con CURSO_DATA.`,
    );
  const renew = process.argv.includes('--renovar');
  if (renew && given !== null)
    throw new Error('La clave la dice CURSO_CLAVE_PROFESOR: cámbiala ahí y arranca el servidor de nuevo.');
  if (renew) renewInstructorKey(dataFolder);
  const links = instructorLinks(readAddresses(dataFolder), instructorKey(dataFolder, given));
  if (links.length === 0)
    throw new Error('El servidor del curso no está en marcha: arráncalo con «npm start».');
  const said = renew ? 'Enlace de profesor, nuevo; los de antes ya no valen' : 'Enlace de profesor';
  return `${said}: ${links.join('\n')}\n`;
}

try {
  process.stdout.write(print());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
