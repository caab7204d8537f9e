import { hostname } from 'node:os';
import * as z from 'zod';

/** A variable that cannot be used. Its message is one line that names the variable and says what is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const Environment = z.object({
  ALYSON_API_URL: z
    .string()
    .refine(
      (text) => /^https?:\/\//.test(text) && URL.canParse(text),
      'must be an address such as http://127.0.0.1:8788',
    )
    .default('http://127.0.0.1:8788'),
  ALYSON_WORKER_TOKEN: z
    .string('is missing: the control plane must be given the same one')
    .regex(/^[\x21-\x7e]{16,}$/, 'must have 16 characters or more, printable and without spaces'),
  ALYSON_WORKER_NAME: z.string().max(120, 'must have 120 characters or fewer').default(`${hostname()}-${process.pid}`),
});

export interface Config {
  /** The control plane's address, without a slash at its end. */
  apiUrl: string;
  workerToken: string;
  workerName: string;
}

/**
 * Reads the environment once. An empty variable counts as absent.
 * @throws ConfigError that names the first variable at fault, never with its value: it may be a secret
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${String(issue?.path[0])} ${issue?.message ?? 'is not valid'}`);
  }
  return {
    apiUrl: parsed.data.ALYSON_API_URL.replace(/\/+$/, ''),
    workerToken: parsed.data.ALYSON_WORKER_TOKEN,
    workerName: parsed.data.ALYSON_WORKER_NAME,
  };
}
