import { describe, expect, it } from 'vitest';
import type { NodeAddress } from './names.ts';
import { applyRoles } from './role-mapping.ts';

const nodes: readonly NodeAddress[] = [
  { name: 'maestro', address: '192.168.157.144' },
  { name: 'replica1', address: '192.168.157.147' },
  { name: 'replica2', address: '192.168.157.148' },
];

const roles = { maestro: 'replica1', replica1: 'maestro', replica2: 'replica2' } as const;

describe('a text said of those who play its parts', () => {
  it.each([
    ['(maestro) > rc-service redis start', '(replica1) > rc-service redis start'],
    ['redis-cli -h 192.168.157.147 -p 26379', 'redis-cli -h 192.168.157.144 -p 26379'],
    ['slave0:ip=192.168.157.148,port=6379', 'slave0:ip=192.168.157.148,port=6379'],
    ['SENTINEL FAILOVER cursoredis', 'SENTINEL FAILOVER cursoredis'],
    ['127.0.0.1 no es de la clase', '127.0.0.1 no es de la clase'],
  ])('«%s» is «%s»', (written, said) => {
    expect(applyRoles(written, roles, nodes)).toBe(said);
  });
});
