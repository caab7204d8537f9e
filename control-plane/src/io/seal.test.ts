import { expect, test } from 'vitest';
import { NONCE_BYTES, openText, sealText } from './seal.ts';

const seal = { authSecret: 'a secret of the tests, long enough', purpose: 'a test', workspaceId: 'ws_1' };
const sealed = sealText('NETtoken', seal, new Uint8Array(NONCE_BYTES).fill(7));

test('given a secret, then it opens again, and cannot be read as it is kept', () => {
  expect(openText(sealed, seal)).toBe('NETtoken');
  expect(sealed).not.toContain('NETtoken');
});

test.each([
  ['another secret', sealed, { ...seal, authSecret: 'another secret, long enough too' }],
  ['another purpose', sealed, { ...seal, purpose: 'another' }],
  ['another workspace', sealed, { ...seal, workspaceId: 'ws_2' }],
  ['an altered text', `${sealed.slice(0, -2)}AA`, seal],
  ['something else', 'plain', seal],
])('given %s, then it does not open', (_, text, by) => expect(openText(text, by)).toBeNull());
