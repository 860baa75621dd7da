/** What keeps the server from starting, by name: one line each, that says what is wrong and what to do. */
import { diskTrouble } from './base/disk.ts';

class StartError extends Error {
  override readonly name: string = 'StartError';
}

export class ConfigInvalid extends StartError {
  override readonly name = 'ConfigInvalid';
  constructor(variable: string, value: string, expected: string) {
    super(`${variable}=${value} no sirve: se espera ${expected}.`);
  }
}

export class ClassCodeNeeded extends StartError {
  override readonly name = 'ClassCodeNeeded';
  constructor(host: string) {
    super(
      `HOST=${host} abre el curso a la red, y quien llegara recibiría un terminal: pon un código de clase, por ejemplo «CURSO_CODIGO=tres-palabras-largas», o quita HOST.`,
    );
  }
}

export class PortInUse extends StartError {
  override readonly name = 'PortInUse';
  constructor(port: number, options?: ErrorOptions) {
    super(
      `El puerto ${port} ya está en uso: cierra el otro programa o elige otro puerto, por ejemplo «PORT=${port + 1} npm start».`,
      options,
    );
  }
}

export class AddressUnavailable extends StartError {
  override readonly name = 'AddressUnavailable';
  constructor(host: string, port: number, options?: ErrorOptions) {
    super(`No se puede escuchar en ${host}:${port}: revisa HOST y PORT.`, options);
  }
}

export class DataFolderUnusable extends StartError {
  override readonly name = 'DataFolderUnusable';
  constructor(folder: string, options?: ErrorOptions) {
    super(
      `No se puede escribir en la carpeta de datos ${folder}: ${diskTrouble(options?.cause) ?? 'no es una carpeta que se pueda usar'}. Arréglalo o elige otra con CURSO_DATA.`,
      options,
    );
  }
}

export class DataFolderInUse extends StartError {
  override readonly name = 'DataFolderInUse';
  constructor(folder: string, pid: number) {
    super(
      `Otro servidor del curso (proceso ${pid}) ya usa la carpeta de datos ${folder}: ciérralo o elige otra con CURSO_DATA.`,
    );
  }
}

export class ClientNotBuilt extends StartError {
  override readonly name = 'ClientNotBuilt';
  constructor() {
    super(
      'La página no está construida: ejecuta «npm run build», o arranca con «npm start», que lo hace solo.',
    );
  }
}
