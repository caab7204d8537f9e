import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SEGMENT_FAULTS, type SegmentHeaders, verifySegment } from './verify-segment.ts';

const SECRET = 'a shared secret';
const VIEWED = {
  type: 'page',
  messageId: 'ajs-next-1',
  anonymousId: 'anon-1',
  context: { campaign: { content: 'utm+1' } },
};
const SUBMITTED = { type: 'track', event: 'Quiz Submitted', messageId: 'ajs-next-2', anonymousId: 'anon-1' };

/** As Segment's webhook destination signs: hex HMAC-SHA1 of the JSON text that it sends, or of its first event's. */
const sign = (text: string, secret = SECRET) => createHmac('sha1', secret).update(text, 'utf8').digest('hex');

const verify = (headers: Partial<SegmentHeaders>, body: string, secrets: readonly string[] = [SECRET]) => {
  const all = { signature: null, segmentSignature: null, ...headers };
  const result = verifySegment(all, Buffer.from(body), secrets);
  return result.ok ? 'ok' : result.reason;
};

const single = JSON.stringify(VIEWED);
const batch = JSON.stringify([VIEWED, SUBMITTED]);
const wrapped = JSON.stringify({ batch: [VIEWED, SUBMITTED], sentAt: '2026-01-01T00:00:00.000Z' });
const ofFirst = sign(single);

describe('verifySegment (C17)', () => {
  test('given the well-known vector of HMAC-SHA1, then it passes', () => {
    // RFC 2202, test case 2.
    const digest = 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79';
    expect(verify({ signature: digest }, 'what do ya want for nothing?', ['Jefe'])).toBe('ok');
  });

  test.each([
    { given: 'one event, signed the old way', result: verify({ signature: sign(single) }, single) },
    { given: 'one event, signed as a whole', result: verify({ segmentSignature: sign(single) }, single) },
    { given: 'a batch, signed as a whole', result: verify({ segmentSignature: sign(batch) }, batch) },
    {
      given: 'a batch with both headers, of which one covers it',
      result: verify({ signature: ofFirst, segmentSignature: sign(batch) }, batch),
    },
    {
      given: 'an object with a batch in it, signed the old way',
      result: verify({ signature: sign(wrapped) }, wrapped),
    },
    {
      given: 'an old and a new secret',
      result: verify({ signature: sign(single, 'new') }, single, [SECRET, 'new']),
    },
    { given: 'text beyond ASCII', result: verify({ signature: sign('{"name":"Zoë"}') }, '{"name":"Zoë"}') },
  ])('given $given, then it passes', ({ result }) => expect(result).toBe('ok'));

  test.each([
    { given: 'no signature', result: verify({}, single), reason: 'missing_header' },
    { given: 'an empty signature', result: verify({ signature: '' }, single), reason: 'missing_header' },
    { given: 'a batch signed the old way', result: verify({ signature: ofFirst }, batch), reason: 'batch_not_covered' },
    {
      given: 'a batch signed the old way behind spaces',
      result: verify({ signature: ofFirst }, ` \n\t${batch}`),
      reason: 'batch_not_covered',
    },
    {
      given: 'a batch of one, signed the old way',
      result: verify({ signature: ofFirst }, `[${single}]`),
      reason: 'batch_not_covered',
    },
    {
      given: 'a batch whose whole signature covers the first event alone',
      result: verify({ segmentSignature: ofFirst }, batch),
      reason: 'no_match',
    },
    { given: 'another body', result: verify({ signature: ofFirst }, `${single} `), reason: 'no_match' },
    { given: 'another secret', result: verify({ signature: ofFirst }, single, ['other']), reason: 'no_match' },
    { given: 'no secret', result: verify({ signature: ofFirst }, single, []), reason: 'no_match' },
    { given: 'a truncated signature', result: verify({ signature: ofFirst.slice(0, -2) }, single), reason: 'no_match' },
  ])('given $given, then $reason', ({ result, reason }) => expect(result).toBe(reason));

  test('given a batch that is not covered, then its sender is told what to change', () => {
    expect(SEGMENT_FAULTS.batch_not_covered).toContain('Use X-Segment-Signature Header');
    expect(SEGMENT_FAULTS.batch_not_covered).toContain('batch size to 0');
  });
});
