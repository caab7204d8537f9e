import type { Endpoint } from '@alyson/schema';
import fc from 'fast-check';
import type { MediaType, OpenApiDocument, Operation, Parameter } from '../../src/http/openapi/document-types.ts';
import { arbitraryOf, NAUGHTY_TEXTS } from './arbitrary-of.ts';

/** Things that are there: the values of parameters by their names, and ids that stand in a documented example. */
export interface Known {
  parameters: Readonly<Record<string, string>>;
  /** By the id that the examples have, the one that is there. */
  ids: ReadonlyMap<string, string>;
}

/** What a request is made of, before it is written as one. */
export interface RequestParts {
  values: Record<string, unknown>;
  headers: Record<string, string>;
  body?: unknown;
}

/** The request that the document shows, about things that are there. */
export function documentedRequest(operation: Operation, known: Known): RequestParts {
  const required = (operation.parameters ?? []).filter((parameter) => parameter.required);
  const entries = (inHeader: boolean) =>
    required
      .filter((parameter) => (parameter.in === 'header') === inHeader)
      .map(({ name, example }) => [name, known.parameters[name] ?? example]);
  const media = bodyOf(operation);
  return {
    values: Object.fromEntries(entries(false)),
    headers: Object.fromEntries(entries(true)),
    ...(media && { body: aboutKnown(media.example, known) }),
  };
}

/** Any request that the document allows, mostly about things that are there. */
export function anyRequest(
  operation: Operation,
  { components }: OpenApiDocument,
  known: Known,
): fc.Arbitrary<RequestParts> {
  const documented = documentedRequest(operation, known);
  const media = bodyOf(operation);
  const parameters = operation.parameters ?? [];
  const values = recordOf(
    parameters.filter(({ in: place }) => place !== 'header'),
    components,
    known,
  );
  const headers = recordOf(
    parameters.filter(({ in: place }) => place === 'header'),
    components,
    known,
  );
  const parts = fc.record({ values, headers });
  if (!media) return parts as fc.Arbitrary<RequestParts>;
  const body = fc.oneof(
    fc.constant(documented.body),
    arbitraryOf(media.schema, components.schemas).map((made) => aboutKnown(made, known)),
  );
  return fc.tuple(parts, body).map(([rest, value]) => ({ ...(rest as RequestParts), body: value }));
}

export const bodyOf = ({ requestBody }: Operation): MediaType | undefined => requestBody?.content['application/json'];

/** The request as HTTP. */
export function writeRequest({ method, path, file }: Endpoint, { values, headers, body }: RequestParts) {
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(values[key])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values))
    if (!path.includes(`{${key}}`) && value !== undefined) search.set(key, String(value));
  const [sample] = Object.values(file ?? {});
  return {
    address: search.size > 0 ? `${filled}?${search}` : filled,
    init: {
      method: method.toUpperCase(),
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(sample !== undefined && { body: sample }),
    },
  };
}

function recordOf(parameters: readonly Parameter[], components: OpenApiDocument['components'], known: Known) {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const parameter of parameters) model[parameter.name] = anyParameter(parameter, components, known);
  const requiredKeys = parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

function anyParameter(
  { name, in: place, schema, required }: Parameter,
  components: OpenApiDocument['components'],
  known: Known,
) {
  const there = known.parameters[name];
  if (name === 'If-Match') return often(fc.constant(there), fc.constantFrom('"1"', '0', 'W/"2"', '*'));
  if (place === 'header') return fc.stringMatching(/^[a-z0-9]{8,20}$/);
  // One that no list has given out is refused, and then nothing else of the request is looked at.
  const formed = name === 'cursor' ? fc.constant(undefined) : arbitraryOf(schema, components.schemas);
  const usual = there === undefined ? formed : often(fc.constant<unknown>(there), formed);
  const naughty = NAUGHTY_TEXTS.filter((text) => !required || (text !== '' && !text.startsWith('.')));
  return often(usual, fc.constantFrom(...naughty));
}

const often = <A, B>(usual: fc.Arbitrary<A>, other: fc.Arbitrary<B>) =>
  fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: other });

/** Ids of the examples, and any of their kind, are exchanged for what is there. A claim does not wait for work. */
function aboutKnown(value: unknown, { ids }: Known): unknown {
  const kinds = new Map([...ids].map(([shown, there]) => [shown.slice(0, 3), there]));
  const text = JSON.stringify(value ?? null)
    .replace(/"((\w{3})_[0-9a-z]{26})"/g, (quoted, id: string, kind: string) => {
      const there = ids.get(id) ?? kinds.get(kind);
      return there === undefined ? quoted : `"${there}"`;
    })
    .replace(/"waitMs":\d+/g, '"waitMs":0');
  return JSON.parse(text);
}
