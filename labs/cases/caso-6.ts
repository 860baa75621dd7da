import { nodeOf } from '../cluster.ts';
import { defineCase } from '../define.ts';
import {
  key,
  lostWrite,
  nobodyCopies,
  oneMaster,
  refused,
  twoMasters,
  twoWrites,
} from '../judges/partition.ts';
import { nobodyToDecide } from '../judges/shared.ts';

const second = nodeOf('replica2').name;

export const caso6 = defineCase({
  id: 'caso-6',
  title: 'Una partición de la red',
  start: { master: 'maestro', epoch: 6 },
  elected: ['replica2'],
  deadEnd: nobodyToDecide,
  watchedKeys: [key],
  checks: [
    {
      id: 'caso-6/dos-maestros',
      title: 'Hay dos maestros a la vez',
      hints: [
        'No se para ningún proceso: se desconecta de la red la máquina del maestro.',
        'En el shell de maestro: particion cortar. Después espera a que los otros dos elijan.',
      ],
      judge: twoMasters,
    },
    {
      id: 'caso-6/dos-escrituras',
      title: 'Los dos han aceptado una escritura',
      hints: [
        'Los terminales de la máquina aislada siguen funcionando: no pasan por su red.',
        `En el redis-cli de maestro: SET ${key} antiguo. En el del maestro nuevo: SET ${key} nuevo`,
      ],
      judge: twoWrites,
    },
    {
      id: 'caso-6/escritura-perdida',
      title: 'Una de las dos escrituras se ha perdido',
      hints: [
        'Al curar la red solo puede quedar un maestro; el otro copia sus datos.',
        'En el shell de maestro: particion curar. Después espera unos 10 segundos.',
      ],
      judge: lostWrite,
    },
    {
      id: 'caso-6/sin-replicas-buenas',
      title: 'El maestro aislado sabe que nadie le copia',
      hints: [
        'El maestro puede exigir réplicas al día antes de aceptar una escritura, como en el caso 3.',
        'En el maestro actual: CONFIG SET min-replicas-to-write 1 y CONFIG SET min-replicas-max-lag 3. Después, particion cortar.',
      ],
      judge: nobodyCopies,
    },
    {
      id: 'caso-6/escritura-rechazada',
      title: 'El maestro aislado ha rechazado una escritura',
      hints: [
        'Escribe en el que está aislado, pasados los segundos de min-replicas-max-lag.',
        `En su redis-cli: SET ${key} perdido`,
      ],
      judge: refused,
    },
    {
      id: 'caso-6/un-solo-maestro',
      title: 'La red está entera y hay un solo maestro',
      hints: [
        'Cura la red y deja que Sentinel convierta al maestro antiguo.',
        'En el shell de la máquina aislada: particion curar',
      ],
      judge: oneMaster,
    },
  ],
  solution: [
    { on: 'maestro', program: 'shell', type: 'particion cortar' },
    { until: 'caso-6/dos-maestros' },
    { on: 'maestro', program: 'redis-cli', type: `SET ${key} antiguo` },
    { on: second, program: 'redis-cli', type: `SET ${key} nuevo` },
    { until: 'caso-6/dos-escrituras' },
    { on: 'maestro', program: 'shell', type: 'particion curar' },
    { until: 'caso-6/escritura-perdida' },
    { on: second, program: 'redis-cli', type: 'CONFIG SET min-replicas-to-write 1' },
    { on: second, program: 'redis-cli', type: 'CONFIG SET min-replicas-max-lag 3' },
    { on: second, program: 'shell', type: 'particion cortar' },
    { until: 'caso-6/sin-replicas-buenas' },
    { on: second, program: 'redis-cli', type: `SET ${key} perdido` },
    { until: 'caso-6/escritura-rechazada' },
    { on: second, program: 'shell', type: 'particion curar' },
    { until: 'caso-6/un-solo-maestro' },
  ],
});
