import type { JsonSchema } from './document-types.ts';

/** Every schema within one, from the inside out. */
export function mapSchema(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const inner = (part: JsonSchema): JsonSchema => mapSchema(part, change);
  const mapped: JsonSchema = { ...schema };
  if (schema.properties)
    mapped.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [name, inner(part)]),
    );
  if (schema.items) mapped.items = inner(schema.items);
  if (typeof schema.additionalProperties === 'object') mapped.additionalProperties = inner(schema.additionalProperties);
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const)
    if (schema[key]) mapped[key] = schema[key].map(inner);
  return change(mapped);
}
