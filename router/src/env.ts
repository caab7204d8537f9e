import * as z from 'zod';
import { type SigningKey, signingKeyOf } from './domain/click-id.ts';
import { LINK_NOT_ACTIVE_PATH } from './domain/deployment-fallback.ts';
import { sipKeyOf } from './domain/sip-hash.ts';
import { decodeBase64, type ReleaseKeys } from './io/verify-bundle.ts';

/** A variable that cannot be used. Its message is one line that names the variable and says what is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What every host of the router must know. */
export interface RouterConfig {
  /** Which deployment this is: bundles signed for another are refused. */
  readonly environment: string;
  /** This edge's name in clicks and in its state. */
  readonly edge: string;
  /** The control plane, without a slash at its end. */
  readonly apiUrl: string;
  readonly edgeToken: string;
  readonly releaseKeys: ReleaseKeys;
  readonly signing: SigningKey;
  /** Where a person lands when nothing better is known. */
  readonly fallbackUrl: string;
}

export interface WorkerConfig extends RouterConfig {
  /** Over how many bundles links are spread; the same number as the control plane's. */
  readonly shardCount: number;
}

const address = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an address such as http://127.0.0.1:8788')
  .transform((text) => text.replace(/\/+$/, ''));

export const wholeNumber = (least: number, most: number) =>
  z.coerce.number(`must be a whole number from ${least} to ${most}`).int().min(least).max(most);

/** A JSON object of name → base64 of exactly so many bytes. */
const keysOf = (bytes: number, name: RegExp, shape: string) =>
  z.string('is missing').transform((text, context): Map<string, Uint8Array<ArrayBuffer>> => {
    const entries = Object.entries(z.record(z.string(), z.string()).safeParse(parseJson(text)).data ?? {});
    const keys = new Map(entries.map(([key, value]) => [key, decodeBase64(value) ?? new Uint8Array()]));
    const areValid = keys.size > 0 && [...keys].every(([key, value]) => name.test(key) && value.length === bytes);
    if (!areValid) context.addIssue({ code: 'custom', message: `must be JSON such as ${shape}` });
    return keys;
  });

/** The variables that every host reads. */
export const Shared = z.object({
  ALYSON_ENVIRONMENT: z.string().min(1).max(64).default('local'),
  ALYSON_API_URL: address.default('http://127.0.0.1:8788'),
  ALYSON_EDGE_TOKEN: z.string('is missing').min(16, 'must have 16 characters or more'),
  ALYSON_EDGE_NAME: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, _, . or -')
    .default('local'),
  ALYSON_RELEASE_PUBLIC_KEYS: keysOf(32, /^.{1,64}$/, '{"<key id>": "<base64 of a raw Ed25519 public key>"}'),
  ALYSON_CLICK_KEYS: keysOf(16, /^(?:[0-9]|[1-5][0-9]|6[01])$/, '{"<number from 0 to 61>": "<base64 of 16 bytes>"}'),
  ALYSON_FALLBACK_URL: z
    .string()
    .regex(/^https?:\/\/[\x21-\x7e]+$/, 'must be an address such as https://www.example.com/')
    .default(LINK_NOT_ACTIVE_PATH),
});

const ForWorker = Shared.extend({
  ALYSON_SHARD_COUNT: wholeNumber(1, 4_096).default(16),
});

export type Variables = Readonly<Record<string, unknown>>;

/** @throws ConfigError that names the first variable at fault */
export function readWorkerConfig(variables: Variables): WorkerConfig {
  const values = parseVariables(ForWorker, variables);
  return { ...sharedOf(values), shardCount: values.ALYSON_SHARD_COUNT };
}

/** An empty variable counts as absent. @throws ConfigError that names the first variable at fault */
export function parseVariables<S extends z.ZodType>(schema: S, variables: Variables): z.output<S> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues; // never with the value itself: it may be a secret
  throw new ConfigError(`${String(issue?.path[0])} ${issue?.message ?? 'is not valid'}`);
}

export const sharedOf = (values: z.output<typeof Shared>): RouterConfig => ({
  environment: values.ALYSON_ENVIRONMENT,
  edge: values.ALYSON_EDGE_NAME,
  apiUrl: values.ALYSON_API_URL,
  edgeToken: values.ALYSON_EDGE_TOKEN,
  releaseKeys: values.ALYSON_RELEASE_PUBLIC_KEYS,
  signing: signingKeyOf(
    new Map([...values.ALYSON_CLICK_KEYS].map(([number, bytes]) => [Number(number), sipKeyOf(bytes)])),
  ),
  fallbackUrl: values.ALYSON_FALLBACK_URL,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
