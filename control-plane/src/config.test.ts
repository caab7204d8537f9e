import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const inBase64 = (key: typeof privateKey) => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');

const dataKey = (id: string, bytes = 32) => `${id}:${Buffer.alloc(bytes, 7).toString('base64')}`;

const least = {
  DATABASE_URL: 'postgres://app@127.0.0.1/alyson',
  ALYSON_EDGE_TOKEN: 'edge-token-edge-token',
  ALYSON_WORKER_TOKEN: 'worker-token-worker',
  ALYSON_ADMIN_TOKEN: 'admin-token-admin-token',
  ALYSON_AUTH_SECRET: 's'.repeat(32),
  ALYSON_DATA_KEYS: dataKey('k1'),
  ALYSON_RELEASE_KEY_ID: 'key-1',
  ALYSON_RELEASE_SIGNING_KEY: inBase64(privateKey),
};

describe('readConfig', () => {
  test('given only what is required, then the rest is for one machine', () => {
    expect(readConfig(least)).toMatchObject({
      environment: 'local',
      port: 8788,
      host: '127.0.0.1',
      apiUrl: 'http://127.0.0.1:8788',
      routerUrl: 'http://127.0.0.1:8787',
      edgeUrls: ['http://127.0.0.1:8787'],
      firstAdmin: null,
      shardCount: 16,
      panelDir: null,
    });
  });

  test('given addresses, then slashes at their end go, and several edges are told apart', () => {
    const config = readConfig({
      ...least,
      ALYSON_API_URL: 'https://panel.example/',
      ALYSON_EDGE_URLS: 'https://a.example/, https://b.example',
    });
    expect(config).toMatchObject({
      apiUrl: 'https://panel.example',
      edgeUrls: ['https://a.example', 'https://b.example'],
    });
  });

  test.each([
    ['DATABASE_URL', 'mysql://x', 'must begin with postgres:// or postgresql://'],
    ['ALYSON_API_PORT', '70000', 'must be a whole number from 0 to 65535'],
    ['ALYSON_EDGE_TOKEN', 'short', 'must have 16 characters or more'],
    ['ALYSON_EDGE_TOKEN', '', 'is missing'],
    ['ALYSON_AUTH_SECRET', 'short', 'must have 32 characters or more'],
    ['ALYSON_DATA_KEYS', '', 'is missing: npm start makes one'],
    ['ALYSON_DATA_KEYS', dataKey('k1', 16), 'must be pairs such as k1:… by commas'],
    ['ALYSON_DATA_KEYS', `${dataKey('k1')},${dataKey('k1')}`, 'must be pairs such as k1:… by commas'],
    ['ALYSON_DATA_KEYS', dataKey('a key'), 'must be pairs such as k1:… by commas'],
    ['ALYSON_ADMIN_EMAIL', 'admin', 'must be an e-mail address'],
    ['ALYSON_RELEASE_SIGNING_KEY', inBase64(rsa), 'must be an Ed25519 private key, PKCS8 in base64'],
    ['ALYSON_SHARD_COUNT', '0', 'must be a whole number from 1 to 4096'],
    ['ALYSON_PANEL_DIR', '/no/such/folder', 'must be the folder of a built panel, with its index.html'],
    ['ALYSON_CLIENT_ADDRESS_HEADER', 'no header', 'must be the name of a header, such as X-Forwarded-For'],
    ['ALYSON_REQUESTS_PER_MINUTE', '0', 'must be a whole number from 1 to 1000000'],
    ['ALYSON_PASSWORD_SIGN_IN', 'no', 'must be on or off'],
    ['ALYSON_PASSWORD_SIGN_IN', 'off', 'cannot be off without ALYSON_OIDC_ISSUER'],
    ['ALYSON_OIDC_ISSUER', 'http://id.example', 'must begin with https://'],
  ])('given %s=%s, then one line names it and not its value', (name, value, says) => {
    const read = () => readConfig({ ...least, [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(says);
    expect(read).toThrow(new RegExp(`^${name} `));
    if (value.length > 5) expect(read).not.toThrow(new RegExp(value.slice(0, 20).replace(/[^\w]/g, '.')));
  });

  test('given AWS resources, then they are whole, or the start says what is missing or at fault', () => {
    const aws = {
      AWS_REGION: 'us-east-1',
      ALYSON_SCHEDULE_GROUP: 'alyson',
      ALYSON_SCHEDULE_ROLE_ARN: 'arn:aws:iam::123456789012:role/scheduler',
      ALYSON_FIRE_QUEUE_ARN: 'arn:aws:sqs:us-east-1:123456789012:fires',
      ALYSON_SCHEDULE_DLQ_ARN: 'arn:aws:sqs:us-east-1:123456789012:undelivered',
    };
    expect(readConfig({ ...least, ...aws }).eventBridge).toEqual({
      region: 'us-east-1',
      group: 'alyson',
      roleArn: aws.ALYSON_SCHEDULE_ROLE_ARN,
      queueArn: aws.ALYSON_FIRE_QUEUE_ARN,
      deadLetterArn: aws.ALYSON_SCHEDULE_DLQ_ARN,
    });
    expect(readConfig({ ...least, AWS_REGION: 'us-east-1' }).eventBridge).toBeNull();
    for (const name of Object.keys(aws))
      expect(() => readConfig({ ...least, ...aws, [name]: '' })).toThrow(new RegExp(`^${name} is missing: it goes`));
    const faults = {
      AWS_REGION: 'here',
      ALYSON_SCHEDULE_ROLE_ARN: 'admin',
      ALYSON_FIRE_QUEUE_ARN: `${aws.ALYSON_FIRE_QUEUE_ARN}.fifo`,
      ALYSON_SCHEDULE_DLQ_ARN: 'arn:aws:sqs:eu-west-1:123456789012:undelivered',
    };
    for (const [name, value] of Object.entries(faults))
      expect(() => readConfig({ ...least, ...aws, [name]: value })).toThrow(new RegExp(`^${name} must be`));
  });

  test('given an identity provider, then it is whole, or the start says what is missing', () => {
    const provider = {
      ALYSON_OIDC_ISSUER: 'https://acme.id.example/',
      ALYSON_OIDC_CLIENT_ID: 'alyson',
      ALYSON_OIDC_CLIENT_SECRET: 'secret',
      ALYSON_OIDC_EMAIL_DOMAINS: 'acme.example, Acme.Test',
    };
    expect(readConfig({ ...least, ...provider, ALYSON_PASSWORD_SIGN_IN: 'off' })).toMatchObject({
      passwordSignIn: false,
      // The slash belongs to the issuer's name.
      identityProvider: {
        issuer: 'https://acme.id.example/',
        emailDomains: ['acme.example', 'acme.test'],
        defaultRole: null,
        label: 'single sign-on',
      },
    });
    for (const name of Object.keys(provider).slice(1))
      expect(() => readConfig({ ...least, ...provider, [name]: '' })).toThrow(`${name} is missing`);
  });
});
