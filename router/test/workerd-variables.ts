import { generateKeyPairSync } from 'node:crypto';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');

/** What a deployment gives the router as variables and secrets; made anew for each run of the tests inside workerd. */
export const workerdVariables = {
  ALYSON_ENVIRONMENT: 'test',
  ALYSON_API_URL: 'https://control.test',
  ALYSON_EDGE_TOKEN: 'edge-token-of-this-test',
  ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
  ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ 'key-1': raw.toString('base64') }),
  ALYSON_SHARD_COUNT: '2',
  /** The other half, for the tests to sign with: PKCS#8, base64. */
  TEST_SIGNING_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
};
