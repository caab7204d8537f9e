import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import {
  type JsonSchema,
  METHODS,
  type OpenApiDocument,
  type Operation,
  type Parameter,
} from './openapi/document-types.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
  code, pre { font: 13px/1.5 ui-monospace, monospace; }
  pre { overflow: auto; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; }
  details { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); padding: .5rem 0; }
  summary { cursor: pointer; } summary b { display: inline-block; width: 4.5rem; } summary span { opacity: .75; }
  dt { font-weight: 600; } dd { margin: 0 0 .25rem 1rem; }`;

/** The whole API on one page. */
export const renderDocs = (api: OpenApiDocument): Html =>
  renderPage(
    `${api.info.title}: API`,
    html`<h1>${api.info.title}: API</h1>
    <p>${api.info.description}</p>
    <p>As a document: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
    ${listOperations(api).map(renderOperation)}
    <h2>Shapes</h2>
    ${Object.entries(api.components.schemas).map(renderShape)}`,
  );

/** A page without a script. */
export const renderPage = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>${raw(STYLE)}</style>
  </head>
  <body>${body}</body>
</html>`;

interface DocumentedOperation {
  method: string;
  path: string;
  operation: Operation;
}

export const listOperations = ({ paths }: OpenApiDocument): DocumentedOperation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );

function renderOperation({ method, path, operation }: DocumentedOperation): Html {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  return html`<details>
  <summary><b>${method.toUpperCase()}</b><code>${path}</code> <span>${summary}</span></summary>
  ${description ? html`<p>${description}</p>` : ''}
  ${parameters.length > 0 ? html`<h4>Parameters</h4><dl>${parameters.map(renderParameter)}</dl>` : ''}
  ${body ? html`<h4>Body</h4>${renderSchema(body.schema)}<p>For example</p>${renderJson(body.example)}` : ''}
  <h4>Answers</h4>
  ${Object.entries(responses).map(([status, { description: words, content }]) => {
    const answer = content?.['application/json'];
    return html`<p><code>${status}</code> ${words}</p>${answer ? renderSchema(answer.schema) : ''}`;
  })}
</details>`;
}

const renderParameter = ({ name, in: place, required, description, schema }: Parameter): Html =>
  html`<dt><code>${name}</code></dt><dd>${place}${required ? ', required' : ''}${description ? html`: ${description}` : ''}
    <code>${JSON.stringify(schema)}</code></dd>`;

/** A shape with a name stands once, at the end of the page. */
const renderSchema = (schema: JsonSchema): Html =>
  schema.$ref === undefined ? renderJson(schema) : html`<p>${linkTo(schema.$ref)}</p>`;

const linkTo = (reference: string): Html => {
  const name = reference.split('/').at(-1) ?? '';
  return html`<a href="#${name}"><code>${name}</code></a>`;
};

const renderShape = ([name, schema]: [string, JsonSchema]): Html =>
  html`<details id="${name}"><summary><code>${name}</code></summary>${renderJson(schema)}</details>`;

const renderJson = (value: unknown): Html => html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
