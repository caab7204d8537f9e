import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { proveStandardWebhook } from './standard-webhooks.ts';

// The vector of the Standard Webhooks specification and its libraries.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = Buffer.from('{"test": 2432232314}');
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const HEADERS = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', signature: SIGNATURE };
const NOW = 1_614_265_330_000;
const OTHER = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

// The asymmetric vector of the Standard Webhooks libraries, by the public half of its key.
const PUBLIC_KEY = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const SIGNATURE_A = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

type Headers = { [Name in keyof typeof HEADERS]: string | null };

function verify(changes: Partial<Headers> = {}, now = NOW, value = SECRET, body: Uint8Array = BODY): string {
  const headers: Headers = { ...HEADERS, ...changes };
  const named = new Map(Object.entries(headers).map(([name, text]) => [`webhook-${name}`, text]));
  const header = (name: string) => named.get(name) ?? null;
  const call = { method: 'POST', target: '/webhooks/x', header, body, sender: null, receivedAt: now };
  const version = value.startsWith('whpk_') ? ('v1a' as const) : ('v1' as const);
  const proof = proveStandardWebhook(call, { scheme: { kind: 'standard_webhooks', version }, value });
  return proof.ok ? 'ok' : proof.fault;
}

describe('proveStandardWebhook (C14)', () => {
  test.each([
    { given: 'the vector of the specification', result: verify() },
    { given: 'a secret without its prefix', result: verify({}, NOW, SECRET.slice('whsec_'.length)) },
    { given: 'several signatures of which the last matches', result: verify({ signature: `${OTHER} ${SIGNATURE}` }) },
    { given: 'a signature of an unknown version beside it', result: verify({ signature: `v1a,abc v9 ${SIGNATURE}` }) },
    { given: 'the asymmetric vector', result: verify({ signature: SIGNATURE_A }, NOW, PUBLIC_KEY) },
    { given: 'both versions together', result: verify({ signature: `${SIGNATURE} ${SIGNATURE_A}` }, NOW, PUBLIC_KEY) },
    { given: 'a clock five minutes ahead', result: verify({}, NOW + 300_000) },
    { given: 'a clock five minutes behind', result: verify({}, NOW - 300_000) },
  ])('given $given, then it passes', ({ result }) => expect(result).toBe('ok'));

  test.each([
    { given: 'no id', result: verify({ id: null }), reason: 'missing_proof' },
    { given: 'no timestamp', result: verify({ timestamp: null }), reason: 'missing_proof' },
    { given: 'no signature', result: verify({ signature: null }), reason: 'missing_proof' },
    { given: 'an empty signature header', result: verify({ signature: '' }), reason: 'missing_proof' },
    { given: 'an id too long to be kept', result: verify({ id: 'x'.repeat(201) }), reason: 'unusable_id' },
    { given: 'a timestamp that is no number', result: verify({ timestamp: 'noon' }), reason: 'unusable_timestamp' },
    {
      given: 'a timestamp with a fraction',
      result: verify({ timestamp: '1614265330.5' }),
      reason: 'unusable_timestamp',
    },
    { given: 'a timestamp too old', result: verify({}, NOW + 300_001), reason: 'stale_timestamp' },
    { given: 'a timestamp too new', result: verify({}, NOW - 300_001), reason: 'stale_timestamp' },
    {
      given: 'another body',
      result: verify({}, NOW, SECRET, Buffer.from('{"test":2432232314}')),
      reason: 'no_match',
    },
    { given: 'another id', result: verify({ id: 'msg_other' }), reason: 'no_match' },
    { given: 'another timestamp', result: verify({ timestamp: '1614265331' }), reason: 'no_match' },
    { given: 'another secret', result: verify({}, NOW, 'whsec_c2VjcmV0'), reason: 'no_match' },
    {
      given: 'an asymmetric signature of another body',
      result: verify({ signature: SIGNATURE_A }, NOW, PUBLIC_KEY, Buffer.from('{}')),
      reason: 'no_match',
    },
    {
      given: 'an asymmetric signature under the other version’s name',
      result: verify({ signature: SIGNATURE_A.replace('v1a', 'v1') }, NOW, PUBLIC_KEY),
      reason: 'no_match',
    },
    {
      given: 'an asymmetric signature that is too short',
      result: verify({ signature: SIGNATURE_A.slice(0, 40) }, NOW, PUBLIC_KEY),
      reason: 'no_match',
    },
    {
      given: 'the true asymmetric signature behind five that are not',
      result: verify({ signature: `${'v1a,AAAA '.repeat(5)}${SIGNATURE_A}` }, NOW, PUBLIC_KEY),
      reason: 'no_match',
    },
    { given: 'a truncated signature', result: verify({ signature: SIGNATURE.slice(0, -4) }), reason: 'no_match' },
    { given: 'a version alone', result: verify({ signature: 'v1,' }), reason: 'no_match' },
    {
      given: 'only an unknown version',
      result: verify({ signature: SIGNATURE.replace('v1', 'v2') }),
      reason: 'no_match',
    },
    { given: 'no version', result: verify({ signature: SIGNATURE.slice(3) }), reason: 'no_match' },
    {
      given: 'a forged signature with an old timestamp',
      result: verify({ signature: OTHER, timestamp: '1' }),
      reason: 'no_match',
    },
  ])('given $given, then $reason', ({ result, reason }) => expect(result).toBe(reason));

  test('given any bytes, then it agrees with the reference library', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\x21-\x7e]{1,60}$/), (text, id) => {
        const secret = `whsec_${randomBytes(32).toString('base64')}`;
        const signature = new Webhook(secret).sign(id, new Date(NOW), text);
        expect(verify({ id, signature }, NOW, secret, Buffer.from(text))).toBe('ok');
        expect(verify({ id, signature }, NOW, secret, Buffer.from(`${text} `))).toBe('no_match');
      }),
    ));
});
