import type { ReportFault, SecretScheme } from '@alyson/schema';

/** What a rejected caller is told, and whoever reads the log: what was wrong, and what to change. */
export function describeFault(fault: ReportFault, secrets: readonly { scheme: SecretScheme }[]): string {
  switch (fault) {
    case 'missing_proof':
      return `It bears no proof that it is this buyer’s. Expected: ${[...new Set(secrets.map(describePlace))].join(', or ')}.`;
    case 'unusable_id':
      return 'webhook-id must be 1 to 200 visible characters.';
    case 'unusable_timestamp':
      return 'webhook-timestamp must be whole seconds since 1970.';
    case 'stale_timestamp':
      return 'webhook-timestamp is more than five minutes off. Check the clock, and sign each attempt anew.';
    case 'no_match':
      return 'What it bears matches the body and this webhook’s secrets by none of its schemes.';
    case 'expired_secret':
      return 'It bears a secret that has ended. Use the one that followed it.';
    case 'unlisted_address':
      return 'It comes from an address that is not on this secret’s list.';
    case 'no_secret':
      return 'This webhook has no secret that counts: add one on the buyer’s page.';
    default:
      return fault satisfies never;
  }
}

function describePlace({ scheme }: { scheme: SecretScheme }): string {
  switch (scheme.kind) {
    case 'standard_webhooks':
      return `the headers webhook-id, webhook-timestamp and webhook-signature (${scheme.version})`;
    case 'hmac_sha256':
      return `the header ${scheme.header}`;
    case 'token':
      return `${scheme.name} in the ${scheme.in}`;
    case 'basic':
      return 'basic authentication';
    default:
      return scheme satisfies never;
  }
}
