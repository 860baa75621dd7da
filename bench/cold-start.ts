/** How long a lab takes from nothing. */
import type { Figure } from './figure.ts';
import { withColdLab, withDriver } from './lab.ts';

const times = 7;

export async function measureColdStart(): Promise<readonly Figure[]> {
  const launched: number[] = [];
  const converged: number[] = [];
  await withDriver(async (driver) => {
    for (let time = 0; time < times; time += 1) {
      await withColdLab(driver, (_lab, taken) => {
        launched.push(taken.launched / 1000);
        converged.push(taken.converged / 1000);
      });
    }
  });
  return [
    {
      what: 'laboratorio en frío, hasta lanzar sus procesos',
      unit: 's',
      samples: launched,
      aim: null,
    },
    { what: 'laboratorio en frío, hasta converger', unit: 's', samples: converged, aim: 1.5 },
  ];
}
