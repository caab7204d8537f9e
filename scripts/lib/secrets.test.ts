import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepSecrets, readSecrets, releaseKeyOf, secretsFile } from './secrets.ts';
import { PlainError } from './stop-with-one-line.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'alyson-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('keepSecrets', () => {
  test('given a first start, then all are made, and the file is closed to other users', () => {
    const { values, made } = keepSecrets(dataDir, {});
    expect([...made].sort()).toEqual(Object.keys(values).sort());
    expect(values.ALYSON_ADMIN_TOKEN).toMatch(/^alyson_[\w-]{43}$/);
    expect(values.ALYSON_ADMIN_PASSWORD).toMatch(/^([a-z]{4}-){4}[a-z]{4}$/);
    expect(statSync(secretsFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['secrets.json']);
  });

  test('given a second start, then the same, and none is new', () => {
    const first = keepSecrets(dataDir, {});
    expect(keepSecrets(dataDir, {})).toEqual({ values: first.values, made: new Set() });
  });

  test('given a variable, then it serves and is never written down', () => {
    const token = 'a-token-of-the-automation';
    const { values, made } = keepSecrets(dataDir, { ALYSON_ADMIN_TOKEN: token });
    expect(values.ALYSON_ADMIN_TOKEN).toBe(token);
    expect(made).not.toContain('ALYSON_ADMIN_TOKEN');
    expect(readFileSync(secretsFile(dataDir), 'utf8')).not.toContain(token);
    expect(keepSecrets(dataDir, {}).made).toEqual(new Set(['ALYSON_ADMIN_TOKEN']));
  });

  test('given a damaged file, then it is refused and left as it is', () => {
    writeFileSync(secretsFile(dataDir), '{"ALYSON_ADMIN_TOKEN":');
    expect(() => keepSecrets(dataDir, {})).toThrow(PlainError);
    expect(readFileSync(secretsFile(dataDir), 'utf8')).toBe('{"ALYSON_ADMIN_TOKEN":');
  });

  test('given no start yet, then there are none to read', () => expect(readSecrets(dataDir)).toEqual({}));
});

describe('releaseKeyOf', () => {
  test('given the signing key, then the public half verifies what it signed (R19)', () => {
    const { ALYSON_RELEASE_SIGNING_KEY: key } = keepSecrets(dataDir, {}).values;
    const message = Buffer.from('a release');
    const signature = sign(
      null,
      message,
      createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' }),
    );
    const raw = Buffer.from(releaseKeyOf(key).publicKey, 'base64');
    expect(raw).toHaveLength(32);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') };
    expect(verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)).toBe(true);
  });

  test('given anything else, then one line names the variable', () =>
    expect(() => releaseKeyOf('bm90IGEga2V5')).toThrow('ALYSON_RELEASE_SIGNING_KEY'));
});
