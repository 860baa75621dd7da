export type Need = {
  programs: string[];
  install: [apt: string, dnf: string, pacman: string, apk: string];
  where?: 'anywhere' | 'servers';
};
/**
 * A need is met by any one of its programs. `install` names the package for apt, dnf, pacman and apk, in this order. `where` it may be: in the
 * system's own folders, unless said otherwise; anywhere; or where labs can be given it, which are `servers`.
 * @typedef {{ programs: string[], install: [apt: string, dnf: string, pacman: string, apk: string], where?: 'anywhere' | 'servers' }} Need
 */
export declare const managers: string[];
/** @type {Record<string, (packages: string) => string>} */
export declare const installCommands: Record<string, (packages: string) => string>;
/** @type {Need[]} */
export declare const labNeeds: Need[];
/** What npm needs to build node-pty. @type {Need[]} */
export declare const buildNeeds: Need[];
/** What the tests need besides. @type {Need[]} */
export declare const testNeeds: Need[];
/** Whether a program is anywhere. @param {string} program */
export declare const has: (program: string) => boolean;
/** @param {Need[]} needs */
export declare function missing(needs: Need[]): Need[];
/** Why programs that were found for those needs will not do, a sentence each. @param {Need[]} needs */
export declare function refusals(needs: Need[]): string[];
/** The packages of those needs, without repeats, for the manager at that place in `managers`. @param {Need[]} needs @param {number} manager */
export declare function packagesOf(needs: Need[], manager: number): string;
/**
 * What a person types to install those needs: for the package manager that is here, for all four where none is.
 * @param {Need[]} needs @param {string[]} here
 */
export declare function commandsToType(needs: Need[], here?: string[]): string;
