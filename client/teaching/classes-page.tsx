/** @jsxRuntime automatic @jsxImportSource preact */
/** `/profesor`: my classes, and a new one. */

import { useEffect, useState } from 'preact/hooks';
import type { ClassInfo } from '../../protocol/classes.ts';
import { classLimits } from '../../protocol/membership.ts';
import { Trouble } from '../elements/trouble.tsx';
import { useTask } from '../elements/use.ts';
import { api } from './api.ts';
import { boardPath } from './places.ts';

function NewClassForm({ onMade }: { readonly onMade: (made: ClassInfo) => void }) {
  const { busy, trouble, run } = useTask();
  const make = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const fields = new FormData(event.currentTarget);
    void run(async () =>
      onMade(
        await api.create({
          name: String(fields.get('name')).trim(),
          capacity: Number(fields.get('capacity')),
          keepDays: Number(fields.get('keepDays')),
        }),
      ),
    );
  };
  return (
    <form class="card new-class" onSubmit={make}>
      <h2>Nueva clase</h2>
      <label>
        Nombre
        <input name="name" required maxLength={classLimits.name} placeholder="Redis, lunes por la tarde" />
      </label>
      <label>
        Caben
        <input name="capacity" type="number" required min={1} max={classLimits.capacity} value={30} />
      </label>
      <label>
        Se borra tras estos días sin uso
        <input name="keepDays" type="number" required min={1} max={classLimits.keepDays} value={30} />
      </label>
      <button type="submit" class="primary" disabled={busy}>
        Crear la clase
      </button>
      <Trouble text={trouble} />
    </form>
  );
}

function ClassCard({ info }: { readonly info: ClassInfo }) {
  const people = info.members === 1 ? '1 persona' : `${info.members} personas`;
  return (
    <li class="card">
      <h2>
        <a href={boardPath(info.id)}>{info.name}</a>
      </h2>
      <p>
        <code translate={false}>{info.code}</code> · {people} de {info.capacity}
        {info.closed ? ' · cerrada' : ''}
      </p>
    </li>
  );
}

export function ClassesPage() {
  const [classes, setClasses] = useState<readonly ClassInfo[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    api
      .classes()
      .then(setClasses, (error: unknown) =>
        setTrouble(error instanceof Error ? error.message : String(error)),
      );
  }, []);
  return (
    <main class="classes">
      <header>
        <h1>Mis clases</h1>
        <a href="/">Ir al curso</a>
      </header>
      <Trouble text={trouble} />
      {classes?.length === 0 && (
        <p>
          Aún no tienes ninguna. Crea una, enseña su código y verás aquí cómo va cada cual; tus alumnos no
          necesitan cuenta ni correo.
        </p>
      )}
      <ul class="cards">
        {classes?.map((info) => (
          <ClassCard key={info.id} info={info} />
        ))}
      </ul>
      <NewClassForm onMade={(made) => location.assign(boardPath(made.id))} />
    </main>
  );
}
