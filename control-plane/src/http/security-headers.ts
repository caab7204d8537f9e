import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import type { Config } from '../config.ts';
import type { AppEnv } from './app-env.ts';

/** What is no page may do nothing, should a browser ever show it. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * On every answer: not sniffed, not framed, no referrer. Pages bring a content policy of their own; whatever else is answered
 * gets one that allows nothing. HSTS only where the public address is https: else it would lock people out.
 */
export function securityHeaders({ apiUrl }: Pick<Config, 'apiUrl'>) {
  const base = secureHeaders({
    xFrameOptions: 'DENY',
    strictTransportSecurity: apiUrl.startsWith('https:') ? 'max-age=31536000; includeSubDomains' : false,
  });
  return createMiddleware<AppEnv>(async (c, next) => {
    await base(c, next);
    // A 304 speaks for an answer that was given before, with a policy of its own.
    if (c.res.status !== 304 && !c.res.headers.has('content-security-policy'))
      c.res.headers.set('content-security-policy', DATA_POLICY);
  });
}
