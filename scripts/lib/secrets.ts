/** What the parts must know and nobody else: made on the first start, kept in `<data dir>/secrets.json`. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { codeOf, PlainError } from './stop-with-one-line.ts';

/** By the variable that overrides each; the file is written in the same names. */
const MAKERS = {
  ALYSON_ADMIN_EMAIL: () => 'admin@alyson.local',
  ALYSON_ADMIN_PASSWORD: readablePassword,
  ALYSON_ADMIN_TOKEN: token,
  ALYSON_EDGE_TOKEN: token,
  ALYSON_WORKER_TOKEN: token,
  ALYSON_AUTH_SECRET: () => randomBytes(32).toString('base64url'),
  ALYSON_DATA_KEYS: dataKey,
  ALYSON_RELEASE_SIGNING_KEY: () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  ALYSON_CLICK_KEYS: () => JSON.stringify({ 0: randomBytes(16).toString('base64') }),
};

export type SecretName = keyof typeof MAKERS;
const NAMES = Object.keys(MAKERS) as SecretName[];

export interface Secrets {
  values: Record<SecretName, string>;
  /** Those that did not exist before this start. */
  made: ReadonlySet<SecretName>;
}

export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');

/**
 * Every secret: from the environment, else from the file, else made now and added to the file. What comes from the
 * environment is never written down.
 *
 * @throws PlainError when the file cannot be read or written
 */
export function keepSecrets(dataDir: string, environment: NodeJS.ProcessEnv): Secrets {
  const stored = readSecrets(dataDir);
  const made = new Set<SecretName>();
  const values: Partial<Record<SecretName, string>> = {};
  for (const name of NAMES) {
    const known = environment[name] || stored[name];
    if (!known) made.add(name);
    values[name] = known || MAKERS[name]();
  }
  const complete = values as Record<SecretName, string>;
  if (made.size > 0)
    writeSecrets(dataDir, { ...stored, ...Object.fromEntries([...made].map((name) => [name, complete[name]])) });
  return { values: complete, made };
}

/** The secrets kept so far; none when there was no start yet. @throws PlainError when the file is there but unusable */
export function readSecrets(dataDir: string): Partial<Record<SecretName, string>> {
  const file = secretsFile(dataDir);
  if (!existsSync(file)) return {};
  try {
    return z.partialRecord(z.enum(NAMES), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof SyntaxError || error instanceof z.ZodError ? 'it is damaged' : codeOf(error);
    throw new PlainError(`Cannot read ${file} (${why}): restore it, or choose another ALYSON_DATA_DIR.`);
  }
}

/** Whole or not at all, and closed to other users from its first byte. */
function writeSecrets(dataDir: string, secrets: Partial<Record<SecretName, string>>): void {
  const file = secretsFile(dataDir);
  const draft = `${file}.${process.pid}`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, `${JSON.stringify(secrets, null, 2)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
}

/** The signing key's name and public half, as the router is told them. @throws PlainError when the key is none */
export function releaseKeyOf(signingKey: string): { id: string; publicKey: string } {
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(signingKey, 'base64'), format: 'der', type: 'pkcs8' });
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('another kind of key');
    const raw = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url');
    return { id: createHash('sha256').update(raw).digest('hex').slice(0, 8), publicKey: raw.toString('base64') };
  } catch {
    throw new PlainError('ALYSON_RELEASE_SIGNING_KEY must be an Ed25519 private key (PKCS#8, DER, base64).');
  }
}

/** The prefix lets secret scanners find a token that leaked. */
function token(): string {
  return `alyson_${randomBytes(32).toString('base64url')}`;
}

/** Named after itself: a key that was lost and made anew is not taken for the old one. */
function dataKey(): string {
  const key = randomBytes(32);
  return `k${createHash('sha256').update(key).digest('hex').slice(0, 8)}:${key.toString('base64')}`;
}

/** Easy to read out and to type: five groups of two syllables, 63 bits in all. */
function readablePassword(): string {
  const pick = (letters: string) => letters[randomInt(letters.length)];
  const syllable = () => `${pick('bdfghjklmnprstvz')}${pick('aeiou')}`;
  return Array.from({ length: 5 }, () => syllable() + syllable()).join('-');
}
