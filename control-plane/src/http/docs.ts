import { ProblemCode, ProblemError } from '@alyson/schema';
import type { Deps } from '../context.ts';
import type { App } from './app-env.ts';
import { createOpenApiDocument } from './openapi/create-document.ts';
import type { OpenApiDocument } from './openapi/document-types.ts';
import { renderDocs } from './render-docs.ts';
import { renderProblem } from './render-problem.ts';

const DOCS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** `/openapi.json`, and `/docs` to browse it: one page without a script, made from the same document (C1). */
export function registerDocs(app: App, { config }: Deps): void {
  let made: OpenApiDocument | undefined;
  const document = () => {
    made ??= createOpenApiDocument(config.apiUrl);
    return made;
  };
  app.get('/openapi.json', (c) => c.json(document()));
  app.get('/docs', (c) => {
    c.header('content-security-policy', DOCS_POLICY);
    return c.html(renderDocs(document()));
  });
  // Where the `type` of a problem leads.
  app.get('/docs/problems/:code', (c) => {
    const code = ProblemCode.safeParse(c.req.param('code'));
    if (!code.success) throw new ProblemError('not_found');
    c.header('content-security-policy', DOCS_POLICY);
    return c.html(renderProblem(code.data, document()));
  });
}
