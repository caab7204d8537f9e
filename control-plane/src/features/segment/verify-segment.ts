import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../http/is-same-secret.ts';

/** The signatures of a request from Segment's webhook destination; null where a header is missing. */
export interface SegmentHeaders {
  /** `X-Signature`: of a batch it covers the first event alone. */
  signature: string | null;
  /** `X-Segment-Signature`, which a setting of the destination sends instead: it covers the whole body. */
  segmentSignature: string | null;
}

export type SegmentFault = 'missing_header' | 'batch_not_covered' | 'no_match';
export type SegmentVerification = { ok: true } | { ok: false; reason: SegmentFault };

/** What its sender is told, with what to change. */
export const SEGMENT_FAULTS: Readonly<Record<SegmentFault, string>> = {
  missing_header:
    'Neither X-Segment-Signature nor X-Signature is there. Enter the shared secret in the destination’s settings in Segment.',
  batch_not_covered:
    'X-Signature does not cover this batch: Segment signs the first of its events alone. In the destination’s settings ' +
    'turn on “Use X-Segment-Signature Header”, or set the batch size to 0.',
  no_match: 'The signature matches neither the body nor any secret of this source.',
};

const OPENING_OF_ARRAY = /^[\t\n\r ]*\[/;

/**
 * Checks that a body is Segment's: hex HMAC-SHA1 over all of its raw bytes (C17). Nothing in it is dated, so it is up to
 * the reader to count each message once.
 *
 * @param body     the raw bytes, exactly as they came
 * @param secrets  shared secrets as they were entered in Segment; one that matches will do, so that they can be rotated
 */
export function verifySegment(
  { signature, segmentSignature }: SegmentHeaders,
  body: Uint8Array,
  secrets: readonly string[],
): SegmentVerification {
  const given = [segmentSignature, signature].flatMap((one) => (one ? [one] : []));
  if (given.length === 0) return { ok: false, reason: 'missing_header' };
  const expected = secrets.map((secret) => createHmac('sha1', secret).update(body).digest('hex'));
  if (given.some((one) => expected.some((other) => isSameSecret(one, other)))) return { ok: true };
  const isBatch = !segmentSignature && OPENING_OF_ARRAY.test(Buffer.from(body.subarray(0, 64)).toString('latin1'));
  return { ok: false, reason: isBatch ? 'batch_not_covered' : 'no_match' };
}
