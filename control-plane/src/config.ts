import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Role } from '@alyson/schema';
import * as z from 'zod';
import type { DataKey } from './io/data-keys.ts';
import type { IpColumns, IpTableSettings } from './io/ip-table.ts';

/** A variable that cannot be used. Its message is one line that names the variable and says what is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const wholeNumber = (least: number, most: number) => {
  const says = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(says).int(says).min(least, says).max(most, says);
};

const secret = (least: number) => z.string('is missing').min(least, `must have ${least} characters or more`);

/** An http(s) address, as it is given. */
const url = z
  .string()
  .refine(
    (text) => /^https?:\/\//.test(text) && URL.canParse(text),
    'must be an address such as http://127.0.0.1:8788',
  );

/** An http(s) address without a slash at its end. */
const address = url.transform((text) => text.replace(/\/+$/, ''));

const addresses = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(address).min(1, 'must name one address or more, separated by commas'));

const domains = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be domains such as acme.com, by commas')).min(1));
const isTuneAddress = (text: string): boolean =>
  /^https?:\/\/[^/?#]+$/.test(text) && URL.canParse(text.replace('{network}', 'acme'));

const IP_COLUMNS = ['network', 'first', 'last', 'country', 'region', 'city', 'network_name', 'is_hosting'] as const;

/** `network=cidr,country=country_code`: what we call it, and what the table does. */
const ipColumns = z.string().transform((text, context): IpColumns => {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const isRead = pairs.every(([name, column]) => IP_COLUMNS.some((known) => known === name) && column);
  const columns: IpColumns = Object.fromEntries(pairs);
  if (isRead && (columns.network || (columns.first && columns.last))) return columns;
  const fix = `must be pairs such as network=cidr,country=country_code, of ${IP_COLUMNS.join(', ')}, with network, or first and last`;
  context.addIssue({ code: 'custom', message: fix });
  return z.NEVER;
});

const signingKey = z.string('is missing').transform((text, context): KeyObject => {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below: the library's own words name formats nobody asked about.
  }
  context.addIssue({ code: 'custom', message: 'must be an Ed25519 private key, PKCS8 in base64' });
  return z.NEVER;
});

/** `id:key` pairs by commas, each key 32 bytes in base64; the first one writes. */
const dataKeys = z.string('is missing: npm start makes one').transform((text, context): readonly DataKey[] => {
  const keys = text.split(',').map((pair) => {
    const [id = '', key = ''] = pair.trim().split(':');
    return { id, key: new Uint8Array(Buffer.from(key, 'base64')) };
  });
  const areWhole = keys.every(({ id, key }) => /^[A-Za-z0-9._-]{1,32}$/.test(id) && key.length === 32);
  if (areWhole && new Set(keys.map(({ id }) => id)).size === keys.length) return keys;
  const fix = 'must be pairs such as k1:… by commas, each an id of its own and 32 bytes in base64';
  context.addIssue({ code: 'custom', message: fix });
  return z.NEVER;
});

/** The scheduler delivers to standard queues; a FIFO queue would need more than it is told. */
const queueArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[0-9A-Za-z_-]{1,80}$/,
    'must be the ARN of a standard SQS queue, such as arn:aws:sqs:us-east-1:123456789012:fires',
  );

const Environment = z.object({
  ALYSON_ENVIRONMENT: z.string().min(1).max(64).default('local'),
  ALYSON_API_PORT: wholeNumber(0, 65_535).default(8788),
  ALYSON_HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string('is missing: npm start makes one; else name a PostgreSQL server')
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .refine(URL.canParse, 'is not a URL'),
  ALYSON_API_URL: address.optional(),
  ALYSON_ROUTER_URL: address.default('http://127.0.0.1:8787'),
  ALYSON_EDGE_URLS: addresses.optional(),
  ALYSON_EDGE_TOKEN: secret(16),
  ALYSON_WORKER_TOKEN: secret(16),
  ALYSON_ADMIN_TOKEN: secret(16),
  ALYSON_AUTH_SECRET: secret(32),
  ALYSON_DATA_KEYS: dataKeys,
  ALYSON_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ALYSON_ADMIN_PASSWORD: z.string().min(8, 'must have 8 characters or more').max(128).optional(),
  ALYSON_RELEASE_KEY_ID: z.string('is missing').min(1).max(64),
  ALYSON_RELEASE_SIGNING_KEY: signingKey,
  ALYSON_SHARD_COUNT: wholeNumber(1, 4096).default(16),
  ALYSON_METRICS_TOKEN: secret(16).optional(),
  IP_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .refine(URL.canParse, 'is not a URL')
    .optional(),
  IP_DATABASE_TABLE: z.string().min(1).max(200).default('ip_ranges'),
  IP_DATABASE_COLUMNS: ipColumns.prefault('network=network,country=country,region=region,city=city'),
  AWS_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as us-east-1')
    .optional(),
  ALYSON_SCHEDULE_GROUP: z
    .string()
    .regex(/^[0-9A-Za-z._-]{1,64}$/, 'must be the name of a schedule group: up to 64 letters, digits, dots, _ or -')
    .optional(),
  ALYSON_SCHEDULE_ROLE_ARN: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
      'must be the ARN of a role, such as arn:aws:iam::123456789012:role/x',
    )
    .optional(),
  ALYSON_FIRE_QUEUE_ARN: queueArn.optional(),
  ALYSON_SCHEDULE_DLQ_ARN: queueArn.optional(),
  ALYSON_FIRE_TOKEN: secret(16).optional(),
  ALYSON_CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header, such as X-Forwarded-For')
    .optional(),
  ALYSON_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000).default(1_200),
  ALYSON_PASSWORD_SIGN_IN: z.enum(['on', 'off'], 'must be on or off').default('on'),
  ALYSON_OIDC_ISSUER: url.optional(),
  ALYSON_OIDC_CLIENT_ID: z.string().max(500).optional(),
  ALYSON_OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  ALYSON_OIDC_EMAIL_DOMAINS: domains.optional(),
  ALYSON_OIDC_DEFAULT_ROLE: Role.or(z.literal('none')).default('none'),
  ALYSON_OIDC_LABEL: z.string().max(60).default('single sign-on'),
  ALYSON_TUNE_API_URL: z
    .string()
    .refine(isTuneAddress, 'must be an address, with {network} where the network id stands')
    .default('https://{network}.api.hasoffers.com'),
  ALYSON_PANEL_DIR: z
    .string()
    .refine(
      (folder) => existsSync(join(folder, 'index.html')),
      'must be the folder of a built panel, with its index.html',
    )
    .optional(),
});

export interface Config {
  /** Which deployment this is: signed into every bundle. */
  environment: string;
  port: number;
  host: string;
  databaseUrl: string;
  /** Public addresses, without a slash at their end. */
  apiUrl: string;
  routerUrl: string;
  /** Where bundles are pushed to. */
  edgeUrls: readonly string[];
  tokens: { edge: string; worker: string; admin: string };
  authSecret: string;
  /** By which raw reports and secrets are kept: the first one writes, all of them read. */
  dataKeys: readonly DataKey[];
  /** Used once, when there is no user yet. */
  firstAdmin: { email: string; password: string } | null;
  releaseKey: { id: string; privateKey: KeyObject };
  shardCount: number;
  panelDir: string | null;
  /** What Prometheus must bear; null: whoever reaches the port may read the metrics. */
  metricsToken: string | null;
  /** A table of IP ranges in another database; null: what was imported here. */
  ipTable: IpTableSettings | null;
  /** The AWS resources that schedules use; null: the embedded scheduler keeps time. */
  eventBridge: EventBridgeConfig | null;
  /** What whoever brings fires by HTTP must bear; null: that door is closed. */
  fireToken: string | null;
  /** Where a trusted proxy writes whom it speaks for, in lower case; null: the socket's address is the caller's. */
  clientAddressHeader: string | null;
  /** Of one session or token. */
  requestsPerMinute: number;
  /** Whether people may sign in with a password at all. */
  passwordSignIn: boolean;
  identityProvider: IdentityProviderConfig | null;
  /** TUNE's API, with `{network}` where the network id stands. */
  tuneApiUrl: string;
}

interface EventBridgeConfig {
  region: string;
  group: string;
  roleArn: string;
  queueArn: string;
  deadLetterArn: string;
}

/** Who people may sign in through (OpenID Connect). */
export interface IdentityProviderConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Only verified e-mail addresses of these are let in. */
  emailDomains: readonly string[];
  /** Of people that nobody invited, in the first workspace; null: they are not let in. */
  defaultRole: Role | null;
  /** What the sign-in page calls it. */
  label: string;
}

/**
 * Reads the environment once. An empty variable counts as absent.
 * @throws ConfigError that names the first variable at fault
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(describe(parsed.error));
  const values = parsed.data;
  if ((values.ALYSON_ADMIN_EMAIL === undefined) !== (values.ALYSON_ADMIN_PASSWORD === undefined))
    throw new ConfigError('ALYSON_ADMIN_EMAIL and ALYSON_ADMIN_PASSWORD go together: set both or neither');
  return {
    environment: values.ALYSON_ENVIRONMENT,
    port: values.ALYSON_API_PORT,
    host: values.ALYSON_HOST,
    databaseUrl: values.DATABASE_URL,
    apiUrl: values.ALYSON_API_URL ?? `http://127.0.0.1:${values.ALYSON_API_PORT}`,
    routerUrl: values.ALYSON_ROUTER_URL,
    edgeUrls: values.ALYSON_EDGE_URLS ?? [values.ALYSON_ROUTER_URL],
    tokens: { edge: values.ALYSON_EDGE_TOKEN, worker: values.ALYSON_WORKER_TOKEN, admin: values.ALYSON_ADMIN_TOKEN },
    authSecret: values.ALYSON_AUTH_SECRET,
    dataKeys: values.ALYSON_DATA_KEYS,
    firstAdmin:
      values.ALYSON_ADMIN_EMAIL && values.ALYSON_ADMIN_PASSWORD
        ? { email: values.ALYSON_ADMIN_EMAIL, password: values.ALYSON_ADMIN_PASSWORD }
        : null,
    releaseKey: { id: values.ALYSON_RELEASE_KEY_ID, privateKey: values.ALYSON_RELEASE_SIGNING_KEY },
    shardCount: values.ALYSON_SHARD_COUNT,
    panelDir: values.ALYSON_PANEL_DIR ?? null,
    metricsToken: values.ALYSON_METRICS_TOKEN ?? null,
    ipTable: values.IP_DATABASE_URL
      ? { url: values.IP_DATABASE_URL, table: values.IP_DATABASE_TABLE, columns: values.IP_DATABASE_COLUMNS }
      : null,
    eventBridge: readEventBridge(values),
    fireToken: values.ALYSON_FIRE_TOKEN ?? null,
    clientAddressHeader: values.ALYSON_CLIENT_ADDRESS_HEADER?.toLowerCase() ?? null,
    requestsPerMinute: values.ALYSON_REQUESTS_PER_MINUTE,
    ...readSignInChoices(values),
    tuneApiUrl: values.ALYSON_TUNE_API_URL,
  };
}

/** @throws ConfigError where a part of the identity provider is missing, or no way in would be left */
function readSignInChoices(values: z.output<typeof Environment>): Pick<Config, 'passwordSignIn' | 'identityProvider'> {
  const passwordSignIn = values.ALYSON_PASSWORD_SIGN_IN === 'on';
  const issuer = values.ALYSON_OIDC_ISSUER;
  if (issuer === undefined) {
    if (!passwordSignIn)
      throw new ConfigError('ALYSON_PASSWORD_SIGN_IN cannot be off without ALYSON_OIDC_ISSUER: nobody could sign in');
    return { passwordSignIn, identityProvider: null };
  }
  if (!issuer.startsWith('https://') && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(issuer))
    throw new ConfigError('ALYSON_OIDC_ISSUER must begin with https://');
  const needed = <K extends keyof typeof values>(name: K): NonNullable<(typeof values)[K]> =>
    values[name] ??
    (() => {
      throw new ConfigError(`${name} is missing: ALYSON_OIDC_ISSUER is set`);
    })();
  const role = values.ALYSON_OIDC_DEFAULT_ROLE;
  return {
    passwordSignIn,
    identityProvider: {
      issuer,
      clientId: needed('ALYSON_OIDC_CLIENT_ID'),
      clientSecret: needed('ALYSON_OIDC_CLIENT_SECRET'),
      emailDomains: needed('ALYSON_OIDC_EMAIL_DOMAINS'),
      defaultRole: role === 'none' ? null : role,
      label: values.ALYSON_OIDC_LABEL,
    },
  };
}

/** For programs that need the database alone. @throws ConfigError */
export function readDatabaseUrl(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const parsed = Environment.pick({ DATABASE_URL: true }).safeParse(environment);
  if (!parsed.success) throw new ConfigError(describe(parsed.error));
  return parsed.data.DATABASE_URL;
}

/** Never with the value itself: it may be a secret. */
function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${String(issue?.path[0])} ${issue?.message ?? 'is not valid'}`;
}

/** All of it or nothing: AWS_REGION alone may be there for something else. */
function readEventBridge(values: z.infer<typeof Environment>): EventBridgeConfig | null {
  const needed = {
    ALYSON_SCHEDULE_GROUP: values.ALYSON_SCHEDULE_GROUP,
    ALYSON_SCHEDULE_ROLE_ARN: values.ALYSON_SCHEDULE_ROLE_ARN,
    ALYSON_FIRE_QUEUE_ARN: values.ALYSON_FIRE_QUEUE_ARN,
    ALYSON_SCHEDULE_DLQ_ARN: values.ALYSON_SCHEDULE_DLQ_ARN,
  };
  const given = Object.entries(needed).filter(([, value]) => value !== undefined);
  if (given.length === 0) return null;
  const all = { AWS_REGION: values.AWS_REGION, ...needed };
  const [missing] = Object.entries(all).find(([, value]) => value === undefined) ?? [];
  if (missing) throw new ConfigError(`${missing} is missing: it goes together with ${given[0]?.[0]}`);
  const [region = '', group = '', roleArn = '', queueArn = '', deadLetterArn = ''] = Object.values(all);
  for (const name of ['ALYSON_FIRE_QUEUE_ARN', 'ALYSON_SCHEDULE_DLQ_ARN'] as const)
    if (needed[name]?.split(':')[3] !== region) throw new ConfigError(`${name} must be in AWS_REGION ${region}`);
  return { region, group, roleArn, queueArn, deadLetterArn };
}
