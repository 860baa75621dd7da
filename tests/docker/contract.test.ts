/** The driver contract on real machines: those of the file that CURSO_HOSTS_FILE names, which nobody else may be using. */
import { driverContract } from '../contract/contract.ts';
import { machinesDriver } from './machines.ts';

driverContract(async () => {
  const driver = machinesDriver();
  return {
    driver,
    async dispose() {
      for (const id of await driver.list()) await driver.destroy(id);
    },
  };
});
