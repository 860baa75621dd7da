/** What can go wrong with a class, by name; each message is for the person in front of the page. */

import { classLimits } from '../../protocol/membership.ts';
import { StatusError } from '../base/course-error.ts';

export class ClassUnknown extends StatusError {
  override readonly name = 'ClassUnknown';
  constructor() {
    super(404, 'Esa clase no existe, o ya se ha borrado.');
  }
}

export class ClassCodeUnknown extends StatusError {
  override readonly name = 'ClassCodeUnknown';
  constructor() {
    super(404, 'Ninguna clase tiene ese código. Compruébalo con quien la imparte y escríbelo otra vez.');
  }
}

export class ClassFull extends StatusError {
  override readonly name = 'ClassFull';
  constructor(capacity: number) {
    super(
      409,
      `La clase está completa: caben ${capacity}. Quien la imparte puede ampliarla o dejarte un sitio libre.`,
    );
  }
}

export class ClassClosed extends StatusError {
  override readonly name = 'ClassClosed';
  constructor() {
    super(409, 'Quien imparte la clase la ha cerrado: ahora no entra nadie más. Pídele que la abra.');
  }
}

export class AliasTaken extends StatusError {
  override readonly name = 'AliasTaken';
  constructor(alias: string) {
    super(409, `En la clase ya hay alguien que se llama «${alias}», o casi. Elige otro nombre.`);
  }
}

export class AliasInvalid extends StatusError {
  override readonly name = 'AliasInvalid';
  constructor() {
    super(
      400,
      `Ese nombre no sirve: de 2 a ${classLimits.alias} caracteres, con letras, números, espacios, puntos, guiones y apóstrofos.`,
    );
  }
}

export class NotInClass extends StatusError {
  override readonly name = 'NotInClass';
  constructor() {
    super(409, 'No estás en ninguna clase. Entra con el enlace o con el código que te dé quien la imparte.');
  }
}

export class MemberUnknown extends StatusError {
  override readonly name = 'MemberUnknown';
  constructor() {
    super(404, 'Esa persona ya no está en la clase.');
  }
}

export class ConsentMissing extends StatusError {
  override readonly name = 'ConsentMissing';
  constructor() {
    super(403, 'Esa persona no te permite ver sus terminales, o ya no. Pídeselo otra vez si hace falta.');
  }
}

export class TerminalNotOpen extends StatusError {
  override readonly name = 'TerminalNotOpen';
  constructor() {
    super(404, 'Esa persona no tiene abierto ese terminal en este momento.');
  }
}

export class ClassNotYours extends StatusError {
  override readonly name = 'ClassNotYours';
  constructor() {
    super(403, 'Esa clase es de otra persona. Las tuyas están en «Mis clases».');
  }
}

export class InstructorOnly extends StatusError {
  override readonly name = 'InstructorOnly';
  constructor() {
    super(
      403,
      'Esto es para quien imparte clases. Abre el enlace de profesor del servidor: «npm run instructor» lo escribe.',
    );
  }
}

export class InstructorKeyWrong extends StatusError {
  override readonly name = 'InstructorKeyWrong';
  constructor() {
    super(
      403,
      'Ese enlace de profesor no vale, o se ha renovado. «npm run instructor», en el servidor, escribe el que vale.',
    );
  }
}

export class TooManyTries extends StatusError {
  override readonly name = 'TooManyTries';
  constructor() {
    super(429, 'Demasiados intentos desde esta dirección: espera un minuto.');
  }
}

export class TooManyClasses extends StatusError {
  override readonly name = 'TooManyClasses';
  constructor(most: number) {
    super(409, `Ya tienes ${most} clases. Borra alguna que haya terminado.`);
  }
}
