import { describe, expect, test } from 'vitest';
import { PERMISSIONS, PERMISSIONS_OF_ROLE, Role } from './access.ts';
import { type Endpoint, endpoints } from './endpoints.ts';

const all: Endpoint[] = Object.values(endpoints);

describe('roles (C4)', () => {
  test('given the roles in order, then each may do all that the one before may', () => {
    expect(Role.options).toEqual(['viewer', 'editor', 'admin']);
    const [viewer, editor, admin] = Role.options.map((role) => PERMISSIONS_OF_ROLE[role]);
    expect(editor).toEqual(expect.arrayContaining([...(viewer ?? [])]));
    expect(admin).toEqual(expect.arrayContaining([...(editor ?? [])]));
  });

  test('given any role, then it holds no permission of the parts themselves', () => {
    for (const role of Role.options)
      for (const permission of PERMISSIONS_OF_ROLE[role]) expect(permission).not.toMatch(/^(edge|worker):/);
  });

  test('given a viewer, then it can change nothing', () => {
    const reachable = all.filter(({ permission }) => permission && PERMISSIONS_OF_ROLE.viewer.includes(permission));
    expect(reachable.length).toBeGreaterThan(0);
    expect(reachable.filter(({ method, readOnly }) => method !== 'get' && !readOnly)).toEqual([]);
  });

  test('given any permission, then some endpoint asks for it', () => {
    expect(new Set(all.flatMap(({ permission }) => permission ?? []))).toEqual(new Set(PERMISSIONS));
  });
});

describe('endpoints (C1)', () => {
  test('given all endpoints, then no two answer the same method and path', () => {
    const addresses = all.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test.each(all.map((each) => ({ method: each.method, path: each.path, each })))(
    'given $method $path, then it stands under /v1 and declares exactly the parameters in its path',
    ({ path, each }) => {
      expect(path).toMatch(/^\/v1\//);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(each.params?.shape ?? {}).sort()).toEqual(named.sort());
    },
  );
});
