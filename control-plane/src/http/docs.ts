import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App, AppEnv } from './app-env.ts';
import { renderDocs } from './render-docs.ts';

type Document = ReturnType<OpenAPIHono<AppEnv>['getOpenAPI31Document']>;

const ABOUT = `Send \`Authorization: Bearer <token>\`, or the cookie of a signed-in person. Errors are RFC 9457 problem+json with a
stable \`code\`; a write on a version takes \`If-Match\`, a create takes \`Idempotency-Key\`.`;

const DOCS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** `/openapi.json`, and `/docs` to browse it: one page without a script, made from the same document (C1). */
export function registerDocs(app: App): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'better-auth.session_token',
  });
  let made: Document | undefined;
  const document = () => {
    made ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Alyson Router', version: 'v1', description: ABOUT },
    });
    return made;
  };
  app.get('/openapi.json', (c) => c.json(document()));
  app.get('/docs', (c) => {
    c.header('content-security-policy', DOCS_POLICY);
    return c.html(renderDocs(document()));
  });
}
