/** Whether it says that there is no such file. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Why something could not be written, in Spanish, for who can do something about it. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no queda espacio en el disco del servidor',
  EDQUOT: 'no queda espacio en el disco del servidor',
  EROFS: 'el disco del servidor es de solo lectura',
  ENOLCK: 'su sistema de ficheros no admite bloqueos (flock)',
  EOPNOTSUPP: 'su sistema de ficheros no admite bloqueos (flock)',
  EACCES: 'faltan permisos en el disco del servidor',
  EPERM: 'faltan permisos en el disco del servidor',
  EIO: 'el disco del servidor falla',
  ENOTDIR: 'una carpeta de los datos del servidor no es una carpeta',
  EEXIST: 'una carpeta de los datos del servidor no es una carpeta',
  ENOENT: 'falta una carpeta de los datos del servidor',
};

/** Null for an error that is not the disk's. */
export function diskTrouble(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? null;
}
