// Loaded before the server (node --import): at SIGUSR2 its clock jumps to where the file CURSO_PRUEBA_RELOJ says, in ms from the
// machine's. All that reads the time of day in the server's process jumps: judge, limits, cookies, libraries. What does not are
// the kernel's timers and `performance.now()`, which a real jump leaves alone too, the times of files, and Redis and Sentinel
// in the labs: for those see own-kernel/clock.test.ts.
import { readFileSync } from 'node:fs';

const Real = globalThis.Date;
let ahead = 0;

globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length === 0) super(Real.now() + ahead);
    else super(...args);
  }
  static now() {
    return Real.now() + ahead;
  }
};

const read = () => {
  try {
    ahead = Number(readFileSync(process.env.CURSO_PRUEBA_RELOJ, 'utf8'));
  } catch {
    // It has not been moved yet.
  }
};
read();
process.on('SIGUSR2', read);
