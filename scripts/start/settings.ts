/** The variables that `npm start` itself obeys, read once. The parts check their own when they start. */
import { resolve } from 'node:path';
import * as z from 'zod';
import { PlainError } from '../lib/stop-with-one-line.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, a whole number from 1 to 65535')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, 'must be a port, a whole number from 1 to 65535');
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://links.example.com' })
  .refine((url) => !url.endsWith('/'), 'must not end with a slash');

const Variables = z.object({
  ALYSON_DATA_DIR: z.string().default('.data'),
  ALYSON_HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:-]+$/, 'must be an address of this machine, such as 127.0.0.1')
    .default('127.0.0.1'),
  ALYSON_ROUTER_PORT: port.default(8787),
  ALYSON_API_PORT: port.default(8788),
  ALYSON_ROUTER_URL: address.optional(),
  ALYSON_API_URL: address.optional(),
  ALYSON_PANEL_DIR: z.string().optional(),
  ALYSON_BACKUP_DIR: z.string().optional(),
  ALYSON_BACKUP_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number of seconds from 1 to 9999')
    .transform(Number)
    .default(60),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address such as postgresql://user:password@host/name' })
    .optional(),
});

export interface Settings {
  /** Absolute. */
  dataDir: string;
  host: string;
  routerPort: number;
  apiPort: number;
  /** Where this machine's processes reach each other. */
  localRouterUrl: string;
  localApiUrl: string;
  /** Where people and buyers reach them. */
  routerUrl: string;
  apiUrl: string;
  /** A panel built elsewhere; null: build it here. */
  panelDir: string | null;
  /** null: the embedded server. */
  databaseUrl: string | null;
  /** Where the embedded server is backed up to, and how much of its work may be only on its own disk; null: nowhere. */
  backup: { folder: string; seconds: number } | null;
}

/** @throws PlainError that names the variable and what is wrong with it */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PlainError(`${issue?.path.join('.')} ${issue?.message}.`); // without the value: it may be a secret
  }
  const variables = parsed.data;
  if (variables.ALYSON_ROUTER_PORT === variables.ALYSON_API_PORT)
    throw new PlainError(
      `ALYSON_API_PORT must differ from ALYSON_ROUTER_PORT (both are ${variables.ALYSON_API_PORT}).`,
    );

  if (variables.ALYSON_BACKUP_DIR && variables.DATABASE_URL)
    throw new PlainError('ALYSON_BACKUP_DIR is for the embedded PostgreSQL; a server of your own has its own backups.');
  const reachable = reachableHost(variables.ALYSON_HOST);
  const shown = reachable === '127.0.0.1' ? 'localhost' : reachable;
  return {
    dataDir: resolve(variables.ALYSON_DATA_DIR),
    host: variables.ALYSON_HOST,
    routerPort: variables.ALYSON_ROUTER_PORT,
    apiPort: variables.ALYSON_API_PORT,
    localRouterUrl: `http://${reachable}:${variables.ALYSON_ROUTER_PORT}`,
    localApiUrl: `http://${reachable}:${variables.ALYSON_API_PORT}`,
    routerUrl: variables.ALYSON_ROUTER_URL ?? `http://${shown}:${variables.ALYSON_ROUTER_PORT}`,
    apiUrl: variables.ALYSON_API_URL ?? `http://${shown}:${variables.ALYSON_API_PORT}`,
    panelDir: variables.ALYSON_PANEL_DIR ? resolve(variables.ALYSON_PANEL_DIR) : null,
    databaseUrl: variables.DATABASE_URL ?? null,
    backup: variables.ALYSON_BACKUP_DIR
      ? { folder: resolve(variables.ALYSON_BACKUP_DIR), seconds: variables.ALYSON_BACKUP_SECONDS }
      : null,
  };
}

/** An address to connect to, for a server that listens on this one; "everywhere" includes the machine itself. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
