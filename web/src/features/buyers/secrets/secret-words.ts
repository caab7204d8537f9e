import type { BuyerSecret, SecretScheme } from '@alyson/schema';

/** What a scheme is chosen as. */
export type SchemeChoice = 'v1' | 'v1a' | SecretScheme['kind'];

export const SCHEMES: readonly {
  value: Exclude<SchemeChoice, 'standard_webhooks'>;
  label: string;
  description: string;
}[] = [
  { value: 'v1', label: 'Standard Webhooks', description: 'Each report is signed with a secret that both sides have.' },
  {
    value: 'v1a',
    label: 'Standard Webhooks, by public key',
    description: 'The buyer signs with a key of its own (v1a, Ed25519).',
  },
  {
    value: 'hmac_sha256',
    label: 'HMAC in a header',
    description: 'HMAC-SHA256 of the body, in a header of the buyer’s.',
  },
  { value: 'token', label: 'Token', description: 'The same token in each call, in a header, the query or a form.' },
  { value: 'basic', label: 'Basic authentication', description: 'A user name and a password.' },
];

/** A scheme with its setting, in one line. */
export function describeScheme(scheme: SecretScheme): string {
  switch (scheme.kind) {
    case 'standard_webhooks':
      return scheme.version === 'v1' ? 'Standard Webhooks' : 'Standard Webhooks, by public key';
    case 'hmac_sha256':
      return `HMAC-SHA256 in ${scheme.header}, ${scheme.encoding}`;
    case 'token':
      return `Token in the ${scheme.in}, as ${scheme.name}`;
    case 'basic':
      return `Basic authentication, as ${scheme.username}`;
    default:
      return scheme satisfies never;
  }
}

export const hasEnded = ({ expiresAt }: Pick<BuyerSecret, 'expiresAt'>, now: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now;
