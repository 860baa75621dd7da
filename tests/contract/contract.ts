/**
 * What every driver must do, on real hosts: an implementation's own test file calls this and nothing else.
 * Test titles are the rules of `driver.ts`.
 */
import { describe } from 'vitest';
import { hostsContract } from './hosts.ts';
import { type MadeDriver, Trial } from './kit.ts';
import { lifeContract } from './life.ts';
import { programsContract } from './programs.ts';

export function driverContract(makeDriver: () => Promise<MadeDriver>): void {
  const makeTrial = async () => new Trial(await makeDriver());
  describe('driver contract', () => {
    hostsContract(makeTrial);
    programsContract(makeTrial);
    lifeContract(makeTrial);
  });
}
