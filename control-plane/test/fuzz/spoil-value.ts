import fc from 'fast-check';
import type { JsonSchema } from '../../src/http/openapi/document-types.ts';
import { toPointer } from '../../src/http/validate.ts';

type Named = Readonly<Record<string, JsonSchema>>;

/** A fault at one place of a value, and what the refusal must point at. */
export interface Spoiled {
  value: unknown;
  pointer: string;
  fault: string;
}

interface Place {
  path: readonly (string | number)[];
  schema: JsonSchema;
}

/** The value with one fault that its schema forbids. Null where the schema allows everything. */
export function spoilValue(value: unknown, schema: JsonSchema, named: Named): fc.Arbitrary<Spoiled> | null {
  const faults = placesIn(value, schema, named, []).flatMap((place) => faultsAt(value, place));
  return faults.length > 0 ? fc.constantFrom(...faults) : null;
}

/** Every place of the value with the schema that holds there; a choice between schemas is one place. */
function placesIn(value: unknown, schema: JsonSchema, named: Named, path: readonly (string | number)[]): Place[] {
  const shape = resolve(schema, named);
  const own: Place[] = [{ path, schema: shape }];
  if (shape.properties && isObject(value))
    return [
      ...own,
      ...Object.entries(shape.properties).flatMap(([name, part]) =>
        Object.hasOwn(value, name) ? placesIn(value[name], part, named, [...path, name]) : [],
      ),
    ];
  const { items } = shape;
  if (items && Array.isArray(value))
    return [...own, ...value.slice(0, 3).flatMap((item, index) => placesIn(item, items, named, [...path, index]))];
  return own;
}

function faultsAt(value: unknown, { path, schema }: Place): Spoiled[] {
  const put = (fault: string, wrong: unknown, at = path): Spoiled => ({
    fault,
    value: replaceAt(value, path, wrong),
    pointer: toPointer(at),
  });
  const here = valueAt(value, path);
  const faults: Spoiled[] = [];
  if (isObject(here) && schema.properties) {
    for (const name of schema.required ?? []) {
      const { [name]: _, ...rest } = here;
      faults.push(put(`without ${name}`, rest, [...path, name]));
    }
    if (schema.additionalProperties === false)
      faults.push(put('with an unknown field', { ...here, wieghts: 1 }, [...path, 'wieghts']));
  }
  switch (schema.type) {
    case 'object':
      return [...faults, put('a text for an object', 'text')];
    case 'array':
      return [...faults, put('an object for a list', {})];
    case 'string':
      return [...faults, put('a number for a text', 17), ...textFaults(schema, put)];
    case 'integer':
      return [...faults, put('a text for a number', 'many'), put('half of a whole', 0.5), ...numberFaults(schema, put)];
    case 'boolean':
      return [...faults, put('a text for a boolean', 'yes')];
    default:
      return faults;
  }
}

type Put = (fault: string, wrong: unknown) => Spoiled;

function textFaults({ pattern, maxLength, enum: choices }: JsonSchema, put: Put): Spoiled[] {
  const faults: Spoiled[] = [];
  if (choices) faults.push(put('none of the choices', 'neither'));
  if (maxLength !== undefined && maxLength < 20_000) faults.push(put('too long', 'x'.repeat(maxLength + 1)));
  if (pattern !== undefined && !new RegExp(pattern, 'u').test('\u0007 ?')) faults.push(put('another form', '\u0007 ?'));
  return faults;
}

function numberFaults({ minimum, maximum }: JsonSchema, put: Put): Spoiled[] {
  const faults: Spoiled[] = [];
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) faults.push(put('too small', minimum - 1));
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) faults.push(put('too large', maximum + 1));
  return faults;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function resolve(schema: JsonSchema, named: Named): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...rest } = schema;
  return { ...resolve(named[$ref.split('/').at(-1) ?? ''] ?? {}, named), ...rest };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) here = isObject(here) ? here[step] : Array.isArray(here) ? here[Number(step)] : undefined;
  return here;
}

function replaceAt(value: unknown, path: readonly (string | number)[], wrong: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return wrong;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaceAt(item, rest, wrong) : item));
  return isObject(value) ? { ...value, [step]: replaceAt(value[step], rest, wrong) } : value;
}
