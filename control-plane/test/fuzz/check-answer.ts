import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answer, JsonSchema, OpenApiDocument, Operation } from '../../src/http/openapi/document-types.ts';
import { mapSchema } from '../../src/http/openapi/map-schema.ts';

/** What is wrong with an answer by the document; empty: it is as documented. */
export type CheckAnswer = (operation: Operation, status: number, headers: Headers, text: string) => string[];

/**
 * Holds answers against the document: the status, the headers, the media type, and the body by its schema. A field that no
 * schema names is undocumented too, so the schemas are closed here.
 */
export function createCheckAnswer({ components }: OpenApiDocument): CheckAnswer {
  // Every format of ours has a pattern beside it.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const closed = Object.entries(components.schemas).map(([name, schema]) => [name, close(schema)]);
  ajv.addSchema({ $id: 'api', components: { schemas: Object.fromEntries(closed) } });
  const compiled = new Map<JsonSchema, ValidateFunction>();
  const validatorOf = (schema: JsonSchema): ValidateFunction => {
    const found = compiled.get(schema) ?? ajv.compile(absolute(close(schema)));
    compiled.set(schema, found);
    return found;
  };

  return (operation, status, headers, text) => {
    if (status >= 500) return [`answered ${status}: ${text}`];
    const answer = operation.responses[String(status)];
    if (!answer) return [`answered ${status}, which is not documented: ${text.slice(0, 300)}`];
    const missing = Object.keys(answer.headers ?? {}).filter((name) => !headers.has(name));
    return [...missing.map((name) => `${status} without the header ${name}`), ...checkBody(answer, headers, text)];
  };

  function checkBody(answer: Answer, headers: Headers, text: string): string[] {
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const media = answer.content?.[type];
    if (!answer.content) return [];
    if (!media) return [`answered as ${type}`];
    if (!type.endsWith('json')) return [];
    const validate = validatorOf(media.schema);
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

const close = (schema: JsonSchema): JsonSchema =>
  mapSchema(schema, (part) =>
    part.properties && part.additionalProperties === undefined ? { ...part, additionalProperties: false } : part,
  );

const absolute = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as JsonSchema;
