import * as z from 'zod';
import { parseVariables, type RouterConfig, Shared, sharedOf, type Variables, wholeNumber } from './env.ts';

export interface NodeConfig extends RouterConfig {
  readonly port: number;
  /** A second port, that several routers of this machine share: the kernel deals connections out among them. */
  readonly sharedPort: number | null;
  readonly host: string;
  readonly dataDir: string;
  /** The most that waiting clicks may take on disk. */
  readonly mostSpoolBytes: number;
  /** The most that buyers' calls which wait may take on disk. */
  readonly mostInboxBytes: number;
  /** A geo database in MaxMind's format; null: countries, regions and cities are unknown here. */
  readonly geoDatabase: string | null;
  /** In which header a proxy before the router names the visitor's address; null: the connection's own is the visitor's. */
  readonly addressHeader: string | null;
  /** How long a router that is asked to end goes on, for a load balancer to notice. */
  readonly drainMs: number;
  /** What Prometheus must bear; null: whoever reaches the port may read the metrics. */
  readonly metricsToken: string | null;
}

const ForNode = Shared.extend({
  ALYSON_ROUTER_PORT: wholeNumber(0, 65_535).default(8787),
  ALYSON_ROUTER_SHARED_PORT: wholeNumber(1, 65_535).optional(),
  ALYSON_HOST: z.string().min(1).default('127.0.0.1'),
  ALYSON_DATA_DIR: z.string().min(1).default('.data'),
  ALYSON_SPOOL_MAX_MB: wholeNumber(1, 1_000_000).default(2_048),
  ALYSON_INBOX_MAX_MB: wholeNumber(1, 1_000_000).default(1_024),
  ALYSON_GEO_DATABASE: z.string().min(1).optional(),
  ALYSON_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header, such as X-Real-IP')
    .transform((name) => name.toLowerCase())
    .optional(),
  ALYSON_DRAIN_SECONDS: wholeNumber(0, 300).default(0),
  ALYSON_METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
});

/** @throws ConfigError that names the first variable at fault */
export function readNodeConfig(variables: Variables = process.env): NodeConfig {
  const values = parseVariables(ForNode, variables);
  return {
    ...sharedOf(values),
    port: values.ALYSON_ROUTER_PORT,
    sharedPort: values.ALYSON_ROUTER_SHARED_PORT ?? null,
    host: values.ALYSON_HOST,
    dataDir: values.ALYSON_DATA_DIR,
    mostSpoolBytes: values.ALYSON_SPOOL_MAX_MB * 1024 * 1024,
    mostInboxBytes: values.ALYSON_INBOX_MAX_MB * 1024 * 1024,
    geoDatabase: values.ALYSON_GEO_DATABASE ?? null,
    addressHeader: values.ALYSON_ADDRESS_HEADER ?? null,
    drainMs: values.ALYSON_DRAIN_SECONDS * 1_000,
    metricsToken: values.ALYSON_METRICS_TOKEN ?? null,
  };
}
