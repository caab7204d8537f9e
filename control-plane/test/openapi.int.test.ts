import { type Endpoint, endpoints, PROBLEMS } from '@alyson/schema';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { unitOf } from '../src/http/openapi/describe-units.ts';
import { type JsonSchema, METHODS, type OpenApiDocument, type Operation } from '../src/http/openapi/document-types.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane({ apiUrl: 'https://alyson.test' });

const readDocument = async () => (await (await plane.request('/openapi.json')).json()) as OpenApiDocument;

const operations = ({ paths }: OpenApiDocument): [string, Operation][] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): [string, Operation][] => {
      const operation = item[method];
      return operation ? [[`${method.toUpperCase()} ${path}`, operation]] : [];
    }),
  );

describe('C1: OpenAPI 3.1', () => {
  test("given the document, then a linter's recommended rules find nothing to say", async () => {
    const config = await createConfig({ extends: ['recommended'], rules: { 'info-license': 'off' } });
    const source = JSON.stringify(await readDocument());
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    const said = problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
    // Nobody can ask these two wrongly.
    const ofHealth = ['healthz', 'readyz'].map((path) => `operation-4xx-response #/paths/~1${path}/get/responses`);
    // Browsers are sent on by these two, and never stay.
    const ofDoors = ['start', 'callback'].map(
      (to) => `operation-2xx-response #/paths/~1v1~1auth~1oidc~1${to}/get/responses`,
    );
    expect(said.filter((problem) => ![...ofHealth, ...ofDoors].includes(problem))).toEqual([]);
  });

  test('given a route on the app, then it is in the document, or stands here with its reason', async () => {
    const undocumented = {
      'GET /openapi.json': 'the document itself',
      'GET /docs': 'a page for people',
      'GET /docs/problems/:code': 'pages for people',
    };
    const document = await readDocument();
    const documented = new Set(operations(document).map(([name]) => name.replaceAll(/\{(\w+)\}/g, ':$1')));
    const mounted = plane.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);
    const missing = [...new Set(mounted)].filter(
      (route) => !documented.has(route) && !Object.hasOwn(undocumented, route),
    );
    expect(missing).toEqual([]);
    expect([...documented].filter((route) => !mounted.includes(route))).toEqual([]);
  });

  test('given an endpoint with a body, then its example is one that the server takes', async () => {
    const document = await readDocument();
    for (const [name, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
      if (!endpoint.body) continue;
      const example =
        document.paths[endpoint.path]?.[endpoint.method]?.requestBody?.content['application/json']?.example;
      const parsed = endpoint.body.safeParse(example);
      expect(parsed.error?.issues ?? [], `${name}: give the endpoint an \`example\``).toEqual([]);
    }
  });

  test('given any operation, then it says who may call it, answers with a request id, and tells its problems', async () => {
    for (const [name, { security, responses, operationId, tags }] of operations(await readDocument())) {
      expect([operationId, tags, security], name).not.toContain(undefined);
      const problems = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect(problems.length, name).toBeGreaterThan(0);
      for (const [status, { headers = {} }] of Object.entries(responses)) {
        expect(Object.keys(headers), `${name} ${status}`).toContain('X-Request-Id');
        if (status === '429') expect(Object.keys(headers), name).toContain('Retry-After');
      }
    }
  });

  test('given a field whose name tells a unit, then its description tells it in words', async () => {
    const bare: string[] = [];
    const visit = (schema: JsonSchema, path: string): void => {
      for (const [name, part] of Object.entries(schema.properties ?? {})) {
        const isList = part.type === 'array' || part.type === 'boolean' || part.properties !== undefined;
        if (!isList && unitOf(name) !== null && part.description === undefined) bare.push(`${path}/${name}`);
        visit(part, `${path}/${name}`);
      }
      for (const part of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) if (part) visit(part, path);
    };
    for (const [name, schema] of Object.entries((await readDocument()).components.schemas)) visit(schema, name);
    expect(bare).toEqual([]);
  });

  test('given a shape that is sent and answered, then each has a name, and what is sent is closed', async () => {
    const { schemas } = (await readDocument()).components;
    expect(schemas['CreateExperiment']?.additionalProperties).toBe(false);
    expect(schemas['Experiment']?.additionalProperties).toBeUndefined();
    expect(schemas['OptimizationInput']?.required).toBeUndefined();
    expect(schemas['Optimization']?.required).toContain('floorBasisPoints');
    expect(JSON.stringify(schemas)).not.toMatch(/#(sent|answered)\//);
  });

  test('given a problem, then its type leads to a page that explains it', async () => {
    for (const code of Object.keys(PROBLEMS)) {
      const page = await plane.request(`/docs/problems/${code}`);
      expect([code, page.status]).toEqual([code, 200]);
      expect(await page.text()).toContain(code);
    }
    expect((await plane.request('/docs/problems/constructor')).status).toBe(404);
  });
});
