import fc from 'fast-check';
import type { JsonSchema } from '../../src/http/openapi/document-types.ts';
import { exampleOf } from '../../src/http/openapi/example-of.ts';

type Named = Readonly<Record<string, JsonSchema>>;

/** Texts that have broken something somewhere before. */
export const NAUGHTY_TEXTS = [
  '',
  ' ',
  '0',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  "'; drop table clicks; --",
  '%00',
  '%',
  '../../etc/passwd',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '\u202eabc',
  'ﷺ'.repeat(40),
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  'e\u0301',
  '=1+1',
];

/** Values that a schema allows, as the document has it. Rules between fields (weights add up, ids exist) it does not know. */
export function arbitraryOf(schema: JsonSchema, named: Named, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return arbitraryOf(named[schema.$ref.split('/').at(-1) ?? ''] ?? {}, named, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, named, depth + 1)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, named, depth);
    case 'array':
      return listOf(schema, named, depth);
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: JsonSchema, named: Named, depth: number) {
  if (typeof additionalProperties === 'object')
    return fc.dictionary(fc.string({ maxLength: 10 }), arbitraryOf(additionalProperties, named, depth + 1), {
      maxKeys: 3,
    });
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, part] of Object.entries(properties)) members[name] = arbitraryOf(part, named, depth + 1);
  return fc.record(members, {
    requiredKeys: required.filter((name) => Object.hasOwn(properties, name)),
    noNullPrototype: true,
  });
}

function listOf({ items = {}, minItems = 0, maxItems = Infinity }: JsonSchema, named: Named, depth: number) {
  const maxLength = Math.min(maxItems, Math.max(minItems, depth > 4 ? 1 : 4));
  return fc.array(arbitraryOf(items, named, depth + 1), { minLength: minItems, maxLength });
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 60 } = schema;
  const fits = (text: string) => text.length >= minLength && text.length <= (schema.maxLength ?? Infinity);
  if (format === 'date-time')
    return fc
      .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (pattern !== undefined) return matching(pattern, schema).filter(fits);
  const free = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) }).filter(fits);
  const naughty = NAUGHTY_TEXTS.filter(fits);
  return naughty.length > 0 ? fc.oneof(free, fc.constantFrom(...naughty)) : free;
}

/** A pattern that looks ahead cannot be generated from: then the one value that documents it serves. */
function matching(pattern: string, schema: JsonSchema): fc.Arbitrary<string> {
  if (pattern.includes('(?=')) return fc.constant(String(exampleOf(schema, {})));
  return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
}

function numberOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): fc.Arbitrary<number> {
  const min = minimum ?? (exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + 1);
  const max = maximum ?? (exclusiveMaximum === undefined ? Number.MAX_SAFE_INTEGER : exclusiveMaximum - 1);
  return type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
}
