import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { nodeExample, shellExample } from '../../src/features/buyers/signing-examples.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const target = { webhookUrl: 'http://127.0.0.1:9/webhooks/whe_test', secret };

interface Sent {
  id: string;
  timestamp: string;
  signature: string;
  body: string;
}

/** Standard Webhooks' signature over what was sent (C14). */
const expected = ({ id, timestamp, body }: Sent): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')}`;

test.skipIf(spawnSync('openssl', ['version']).error !== undefined)(
  'given the curl example run in a shell, then its signature verifies',
  () => {
    // In curl's place stands a function that prints what it was given, one argument per line.
    const run = `curl() { printf '%s\\n' "$@"; }\n${shellExample(target)}`;
    const args = execFileSync('sh', ['-c', run], { encoding: 'utf8' }).split('\n');
    const header = (name: string) => args.find((arg) => arg.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
    const sent = {
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      body: args[args.indexOf('-d') + 1] ?? '',
    };
    expect(args[0]).toBe(target.webhookUrl);
    expect(sent.signature).toBe(expected(sent));
    expect(JSON.parse(sent.body)).toMatchObject({ type: 'lead' });
  },
);

test('given the Node.js example, then its signature verifies', () => {
  const run = `globalThis.fetch = async (_, { headers, body }) => { process.stdout.write(JSON.stringify({
    id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], signature: headers['webhook-signature'], body,
  })); return { status: '' }; };\n${nodeExample(target)}`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', run], { encoding: 'utf8' });
  const sent: Sent = JSON.parse(out.trim());
  expect(sent.signature).toBe(expected(sent));
  expect(JSON.parse(sent.body)).toMatchObject({ type: 'sale', amount: '42.50' });
});
