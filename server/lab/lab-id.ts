/** The names that the server gives to labs. */
import { randomBytes } from 'node:crypto';

export const newLabId = (): string => `lab-${randomBytes(8).toString('hex')}`;

/** Whether the server itself gave that name: what else is in the folder of labs is somebody else's. */
export const isLabId = (name: string): boolean => /^lab-[0-9a-f]{16}$/.test(name);
