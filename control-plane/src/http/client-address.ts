import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { AppEnv } from './app-env.ts';

/**
 * Whose address a request comes from: the socket's, or, where a trusted proxy is configured, the last one in its header,
 * which is the one that the proxy itself wrote.
 *
 * @returns null where there is no socket
 */
export function clientAddressOf(c: Context<AppEnv>): string | null {
  const { clientAddressHeader } = c.var.deps.config;
  const said = clientAddressHeader === null ? undefined : c.req.header(clientAddressHeader)?.split(',').at(-1)?.trim();
  if (said !== undefined && ipaddr.isValid(said)) return said;
  return c.env?.incoming?.socket.remoteAddress ?? null;
}

/** Under what an address is counted. Of IPv6 a household or a server has a whole /64, and would else have as many budgets. */
export function budgetOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
}
