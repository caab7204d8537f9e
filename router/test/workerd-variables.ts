import { generateKeyPairSync } from 'node:crypto';

const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    public: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
    /** PKCS#8. */
    signing: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
};
const first = keyPair();
const second = keyPair();

/** What a deployment gives the router as variables and secrets; made anew for each run of the tests inside workerd. */
export const workerdVariables = {
  ALYSON_ENVIRONMENT: 'test',
  ALYSON_API_URL: 'https://control.test',
  ALYSON_EDGE_TOKEN: 'edge-token-of-this-test',
  ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
  /** Two, as while a key is being rotated. */
  ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ 'key-1': first.public, 'key-2': second.public }),
  ALYSON_SHARD_COUNT: '2',
  /** The other halves, for the tests to sign with. */
  TEST_SIGNING_KEYS: JSON.stringify({ 'key-1': first.signing, 'key-2': second.signing }),
};
