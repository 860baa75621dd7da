import { describe, expect, it } from 'vitest';
import { isSessionName, partsOf, regionName, sessionOf, sessionsByHost, tabName } from './names.ts';

describe('the names that others find terminals by', () => {
  it('are those of the contract', () => {
    expect(regionName('shell@maestro')).toBe('Terminal: shell en maestro');
    expect(regionName('sentinel-log@replica2')).toBe('Terminal: log de sentinel en replica2');
    expect(tabName('redis-cli@replica1')).toBe('replica1 · redis-cli');
    expect(tabName('sentinel-log@maestro')).toBe('maestro · log de sentinel');
  });

  it('are twelve and the client’s shell, and come apart as they were put together', () => {
    const all = sessionsByHost.flatMap(({ sessions }) => sessions);
    expect(new Set(all.map(tabName)).size).toBe(13);
    for (const session of all) {
      const { program, node } = partsOf(session);
      expect(sessionOf(program, node)).toBe(session);
      expect(isSessionName(session)).toBe(true);
    }
    expect(isSessionName('shell@luna')).toBe(false);
    expect(isSessionName('redis-cli@cliente')).toBe(false);
  });
});
