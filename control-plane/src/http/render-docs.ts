import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** As much of an OpenAPI document as the page shows. */
export interface DocumentedApi {
  info: { title: string; description?: string };
  paths?: Record<string, object>;
}

interface Operation {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: unknown }[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
  code, pre { font: 13px/1.5 ui-monospace, monospace; }
  pre { overflow: auto; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; }
  details { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); padding: .5rem 0; }
  summary { cursor: pointer; } summary b { display: inline-block; width: 4.5rem; } summary span { opacity: .75; }
  dt { font-weight: 600; } dd { margin: 0 0 .25rem 1rem; }`;

/** The whole API on one page. */
export function renderDocs({ info, paths = {} }: DocumentedApi): Html {
  const operations = Object.entries(paths).flatMap(([path, item]) => {
    const byMethod = new Map<string, Operation>(Object.entries(item));
    return METHODS.flatMap((method) => {
      const operation = byMethod.get(method);
      return operation ? [renderOperation(method, path, operation)] : [];
    });
  });
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${info.title}: API</title>
    <style>${raw(STYLE)}</style>
  </head>
  <body>
    <h1>${info.title}: API</h1>
    <p>${info.description}</p>
    <p>As a document: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
    ${operations}
  </body>
</html>`;
}

function renderOperation(method: string, path: string, operation: Operation): Html {
  const { summary, description, parameters = [], requestBody, responses = {} } = operation;
  const body = requestBody?.content?.['application/json']?.schema;
  return html`<details>
  <summary><b>${method.toUpperCase()}</b><code>${path}</code> <span>${summary}</span></summary>
  ${description ? html`<p>${description}</p>` : ''}
  ${parameters.length > 0 ? html`<h4>Parameters</h4><dl>${parameters.map(renderParameter)}</dl>` : ''}
  ${body ? html`<h4>Body</h4>${renderSchema(body)}` : ''}
  <h4>Answers</h4>
  ${Object.entries(responses).map(([status, { description: words, content }]) => {
    const answer = content?.['application/json']?.schema;
    return html`<p><code>${status}</code> ${words}</p>${answer ? renderSchema(answer) : ''}`;
  })}
</details>`;
}

const renderParameter = ({
  name,
  in: place,
  required,
  description,
  schema,
}: NonNullable<Operation['parameters']>[number]) =>
  html`<dt><code>${name}</code></dt><dd>${place}${required ? ', required' : ''}${description ? html`: ${description}` : ''}
    <code>${JSON.stringify(schema)}</code></dd>`;

const renderSchema = (schema: unknown): Html => html`<pre>${JSON.stringify(schema, null, 2)}</pre>`;
