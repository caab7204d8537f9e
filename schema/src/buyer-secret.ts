import * as z from 'zod';
import { AddressEntry } from './address-entry.ts';
import { isPassedHeader } from './callback.ts';
import { BuyerId, BuyerSecretId } from './ids.ts';
import { Timestamp } from './time.ts';

const WHICH_HEADERS = 'must be a header whose name has auth, key, token, secret, sign or hmac in it, such as X-Api-Key';

/** A header that reaches us through an edge as well; the rest of a caller's headers stays there. */
const CredentialHeader = z.string().trim().toLowerCase().refine(isPassedHeader, WHICH_HEADERS);

const ParameterName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, _ or -');

/**
 * How a buyer's call proves to be the buyer's (C14). Standard Webhooks: `v1` by a secret that both sides have, `v1a` by the
 * buyer's public key. For buyers who cannot sign so: an HMAC-SHA256 of the body in a header, a token in a fixed place, or
 * basic authentication.
 */
export const SecretScheme = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('standard_webhooks'), version: z.enum(['v1', 'v1a']) }),
  z.object({ kind: z.literal('hmac_sha256'), header: CredentialHeader, encoding: z.enum(['hex', 'base64']) }),
  z
    .object({ kind: z.literal('token'), in: z.enum(['header', 'query', 'form']), name: ParameterName })
    .refine(({ in: place, name }) => place !== 'header' || isPassedHeader(name.toLowerCase()), {
      path: ['name'],
      message: WHICH_HEADERS,
    }),
  z.object({
    kind: z.literal('basic'),
    username: z.string().regex(/^[\x20-\x39\x3b-\x7e]{1,100}$/, 'must be 1 to 100 ASCII characters without a colon'),
  }),
]);
export type SecretScheme = z.infer<typeof SecretScheme>;
export type SecretKind = SecretScheme['kind'];

/** TUNE takes as many entries for an offer. */
const Addresses = z
  .array(AddressEntry)
  .max(100)
  .transform((entries) => [...new Set(entries)]);

/** What both sides hold. Without one of its own the buyer is given one; of `v1a` it is the buyer's public key. */
const SecretValue = z
  .string()
  .trim()
  .min(16, 'must have 16 characters or more: whoever guesses it can report in the buyer’s name')
  .max(200);

interface Draft {
  scheme: SecretScheme;
  value?: string | undefined;
}

/** @returns what is wrong with the value under its scheme, or null */
export function faultOfValue({ scheme, value }: Draft): string | null {
  if (scheme.kind !== 'standard_webhooks') return null;
  const [, encoded = ''] = /^(?:whsec_|whpk_)?(.*)$/s.exec(value ?? '') ?? [];
  const bytes = base64Length(encoded);
  if (scheme.version === 'v1a')
    return value?.startsWith('whpk_') && bytes === 32
      ? null
      : "must be the buyer's public key: whpk_ and 32 bytes in base64";
  if (value === undefined) return null;
  return value.startsWith('whsec_') && bytes >= 24 && bytes <= 64
    ? null
    : 'must be whsec_ and 24 to 64 bytes in base64';
}

/** @returns -1 for what is no base64 */
const base64Length = (text: string): number =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0)
    : -1;

export const NewBuyerSecret = z
  .object({
    scheme: SecretScheme,
    value: SecretValue.optional(),
    /** Where it counts from; empty: from everywhere. */
    addresses: Addresses.default([]),
  })
  .superRefine((draft, context) => {
    const message = faultOfValue(draft);
    if (message !== null) context.addIssue({ code: 'custom', path: ['value'], message });
  });
export type NewBuyerSecret = z.infer<typeof NewBuyerSecret>;

/** How long both count when a secret is followed by another. */
export const DEFAULT_OVERLAP_HOURS = 24;
const LONGEST_OVERLAP_HOURS = 30 * 24;

export const RotateBuyerSecret = z.object({
  value: SecretValue.optional(),
  /** How long the old one still counts; 0: it ends now. */
  overlapHours: z.int().min(0).max(LONGEST_OVERLAP_HOURS).default(DEFAULT_OVERLAP_HOURS),
  /** Left out: those of the old one. */
  addresses: Addresses.optional(),
});
export type RotateBuyerSecret = z.infer<typeof RotateBuyerSecret>;

/** One secret of a buyer, without its value, which nobody is shown twice. */
export const BuyerSecret = z.object({
  id: BuyerSecretId,
  buyerId: BuyerId,
  scheme: SecretScheme,
  addresses: z.array(z.string()),
  createdAt: Timestamp,
  /** When it stops counting, or did; null: it counts until somebody ends it. */
  expiresAt: Timestamp.nullable(),
  /** To the minute. */
  lastUsedAt: Timestamp.nullable(),
});
export type BuyerSecret = z.infer<typeof BuyerSecret>;

/** The answer to making a secret: the only time its value is shown. */
export const BuyerSecretWithValue = z.object({ secret: BuyerSecret, value: z.string() });

/**
 * What was wrong with a rejected call's proof: none was there; its id or time cannot be one; its time is more than five
 * minutes off; it matches no secret of the buyer's; it matches one that has ended; it came from an address that is not on
 * the secret's list; or the buyer has no secret.
 */
export const ReportFault = z.enum([
  'missing_proof',
  'unusable_id',
  'unusable_timestamp',
  'stale_timestamp',
  'no_match',
  'expired_secret',
  'unlisted_address',
  'no_secret',
]);
export type ReportFault = z.infer<typeof ReportFault>;
