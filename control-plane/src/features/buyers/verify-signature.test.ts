import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { verifySignature, type WebhookHeaders } from './verify-signature.ts';

// The vector of the Standard Webhooks specification and its libraries.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = Buffer.from('{"test": 2432232314}');
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const HEADERS = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', signature: SIGNATURE };
const NOW = 1_614_265_330_000;
const OTHER = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

const verify = (changes: Partial<WebhookHeaders> = {}, now = NOW, secrets = [SECRET], body: Uint8Array = BODY) => {
  const result = verifySignature({ ...HEADERS, ...changes }, body, secrets, now);
  return result.ok ? 'ok' : result.reason;
};

describe('verifySignature (C14)', () => {
  test.each([
    { given: 'the vector of the specification', result: verify() },
    { given: 'a secret without its prefix', result: verify({}, NOW, [SECRET.slice('whsec_'.length)]) },
    { given: 'several signatures of which the last matches', result: verify({ signature: `${OTHER} ${SIGNATURE}` }) },
    { given: 'a signature of an unknown version beside it', result: verify({ signature: `v1a,abc v9 ${SIGNATURE}` }) },
    { given: 'an old and a new secret', result: verify({}, NOW, ['whsec_c2VjcmV0', SECRET]) },
    { given: 'a clock five minutes ahead', result: verify({}, NOW + 300_000) },
    { given: 'a clock five minutes behind', result: verify({}, NOW - 300_000) },
  ])('given $given, then it passes', ({ result }) => expect(result).toBe('ok'));

  test.each([
    { given: 'no id', result: verify({ id: null }), reason: 'missing_header' },
    { given: 'no timestamp', result: verify({ timestamp: null }), reason: 'missing_header' },
    { given: 'no signature', result: verify({ signature: null }), reason: 'missing_header' },
    { given: 'an empty signature header', result: verify({ signature: '' }), reason: 'missing_header' },
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
      result: verify({}, NOW, [SECRET], Buffer.from('{"test":2432232314}')),
      reason: 'no_match',
    },
    { given: 'another id', result: verify({ id: 'msg_other' }), reason: 'no_match' },
    { given: 'another timestamp', result: verify({ timestamp: '1614265331' }), reason: 'no_match' },
    { given: 'another secret', result: verify({}, NOW, ['whsec_c2VjcmV0']), reason: 'no_match' },
    { given: 'no secret', result: verify({}, NOW, []), reason: 'no_match' },
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
        expect(verify({ id, signature }, NOW, [secret], Buffer.from(text))).toBe('ok');
        expect(verify({ id, signature }, NOW, [secret], Buffer.from(`${text} `))).toBe('no_match');
      }),
    ));
});
