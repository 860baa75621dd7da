import { cluster, nodeNames } from '../cluster.ts';
import { defineCase, type NodeName, type Step } from '../define.ts';
import {
  atWork,
  brief,
  briefMs,
  briefOutage,
  copiedAgain,
  firstOutage,
  writing,
} from '../judges/application.ts';
import { lost, lostDespiteWait, nobodyCopies, waitKeeps } from '../judges/lost-writes.ts';
import { nobodyToDecide, shutdownUnheard } from '../judges/shared.ts';

const setBrief = (on: NodeName): Step => ({
  on,
  program: 'sentinel',
  type: `SENTINEL SET ${cluster.masterName} down-after-milliseconds ${briefMs}`,
});

export const caso8 = defineCase({
  id: 'caso-8',
  title: 'Lo que ve la aplicación',
  start: { master: 'maestro', epoch: 6 },
  elected: ['replica2', 'maestro'],
  deadEnd: (seen) => lostDespiteWait(seen) ?? nobodyToDecide(seen),
  checks: [
    {
      id: 'caso-8/escribiendo',
      title: 'La aplicación escribe por medio de los Sentinels',
      hints: [
        'Hay una cuarta máquina, cliente, sin Redis ni Sentinel.',
        'En el shell de cliente: node contador.mjs, y déjalo en marcha.',
      ],
      judge: atWork(writing),
    },
    {
      id: 'caso-8/corte-medido',
      title: 'Un failover, visto desde la aplicación',
      hints: [
        'Con el programa en marcha, haz caer el maestro y espera a que vuelva a escribir.',
        `En el redis-cli de maestro: SHUTDOWN. ${shutdownUnheard}`,
      ],
      judge: atWork(firstOutage),
    },
    {
      id: 'caso-8/plazo-breve',
      title: 'Los tres Sentinels esperan solo dos segundos',
      hints: [
        'Levanta el Redis que cayó; el plazo es un ajuste de cada Sentinel.',
        `En cada Sentinel: SENTINEL SET ${cluster.masterName} down-after-milliseconds ${briefMs}`,
      ],
      judge: brief,
    },
    {
      id: 'caso-8/corte-breve',
      title: 'Con un plazo más corto, un corte más corto',
      hints: [
        'Repite la caída y compara los dos tiempos en la gráfica.',
        `En el redis-cli del maestro actual, replica2 en nuestro caso: SHUTDOWN. ${shutdownUnheard}`,
      ],
      judge: atWork(briefOutage),
    },
    {
      id: 'caso-8/otra-vez-tres',
      title: 'De nuevo un maestro y dos réplicas',
      hints: [
        'El que cayó vuelve como maestro, y un Sentinel lo hace réplica a los diez segundos.',
        'En el shell de replica2: rc-service redis start. Después espera.',
      ],
      judge: atWork(copiedAgain),
    },
    {
      id: 'caso-8/sin-copia',
      title: 'El maestro escribe y nadie copia',
      hints: [
        'Aísla las dos réplicas; la aplicación sigue viendo al maestro.',
        'En el shell de replica1 y en el de replica2: particion cortar. Después espera unos segundos.',
      ],
      judge: atWork(nobodyCopies),
    },
    {
      id: 'caso-8/perdidas',
      title: 'Se pierden escrituras que se habían confirmado',
      hints: [
        'El maestro muere de golpe, y una réplica vuelve sin lo último que escribió.',
        'En el shell de maestro: kill -9 $(cat /run/redis.pid). En el de replica2: particion curar. Después espera.',
      ],
      judge: atWork(lost),
    },
    {
      id: 'caso-8/con-wait',
      title: 'Con WAIT 1 no se pierde ninguna',
      hints: [
        'El segundo escritor del programa solo da por buena una escritura si una réplica la tiene.',
        'En el shell de replica1: particion curar. Con una réplica, el de WAIT vuelve a confirmar y repasa lo suyo.',
      ],
      judge: atWork(waitKeeps),
    },
  ],
  solution: [
    { on: 'cliente', program: 'shell', type: 'node contador.mjs' },
    { until: 'caso-8/escribiendo' },
    { on: 'maestro', program: 'redis-cli', type: 'SHUTDOWN' },
    { until: 'caso-8/corte-medido' },
    { on: 'maestro', program: 'shell', type: 'rc-service redis start' },
    ...nodeNames.map(setBrief),
    { until: 'caso-8/plazo-breve' },
    { on: 'replica2', program: 'redis-cli', type: 'SHUTDOWN' },
    { until: 'caso-8/corte-breve' },
    { on: 'replica2', program: 'shell', type: 'rc-service redis start' },
    { until: 'caso-8/otra-vez-tres' },
    { on: 'replica1', program: 'shell', type: 'particion cortar' },
    { on: 'replica2', program: 'shell', type: 'particion cortar' },
    { until: 'caso-8/sin-copia' },
    { on: 'maestro', program: 'shell', type: 'kill -9 $(cat /run/redis.pid)' },
    { on: 'replica2', program: 'shell', type: 'particion curar' },
    { until: 'caso-8/perdidas' },
    { on: 'replica1', program: 'shell', type: 'particion curar' },
    { until: 'caso-8/con-wait' },
  ],
});
