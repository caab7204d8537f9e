import { type ApiToken, PERMISSIONS_OF_ROLE, type Permission } from '@alyson/schema';
import { expect, test } from 'vitest';
import { scopeText, tokenState } from './token-words.ts';

test.each<[string, readonly Permission[]]>([
  ['As viewer', PERMISSIONS_OF_ROLE.viewer],
  ['As admin', PERMISSIONS_OF_ROLE.admin.toReversed()],
  ['edge:deliver', ['edge:deliver']],
  ['2 permissions', ['experiment:read', 'buyer:read']],
])('given a token, then its scope is "%s"', (text, permissions) => expect(scopeText(permissions)).toBe(text));

test.each([
  ['in force', null, null],
  ['in force', '2026-11-23T00:00:00.001Z', null],
  ['expired', '2026-11-23T00:00:00.000Z', null],
  ['revoked', '2026-11-22T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
])('given its end and its revocation, then it is %s', (state, expiresAt, revokedAt) =>
  expect(tokenState({ expiresAt, revokedAt } as ApiToken, Date.parse('2026-11-23T00:00:00.000Z'))).toBe(state),
);
