import * as shared from '@alyson/schema';
import * as z from 'zod';
import { describeUnits } from './describe-units.ts';
import type { JsonSchema } from './document-types.ts';
import { mapSchema } from './map-schema.ts';

/** `sent`: what a request may hold; defaults may be left out, and nothing unknown is taken. `answered`: what comes back. */
type Direction = 'sent' | 'answered';

/** The shapes of `@alyson/schema` and of the endpoints, as JSON Schema. */
export interface SchemaPool {
  /** A schema as it stands in an operation: a reference where it has a name of its own, else whole. */
  show(schema: z.ZodType, direction: Direction): JsonSchema;
  /** Every named shape by its reference, of which `nameComponents` takes those that are used. */
  named: ReadonlyMap<string, JsonSchema>;
}

/** Where a shape stands until `nameComponents` gives it its name: `#sent/Rule`. */
const referenceTo = (direction: Direction, name: string): string => `#${direction}/${name}`;

/** @param parts  schemas of the endpoints; those without a name are shown whole */
export function createSchemaPool(parts: readonly z.ZodType[]): SchemaPool {
  const registry = z.registry<{ id: string }>();
  const names = new Set<string>();
  for (const [name, value] of Object.entries(shared)) {
    if (!(value instanceof z.ZodType) || registry.has(value)) continue;
    registry.add(value, { id: name });
    names.add(name);
  }
  parts.forEach((part, index) => {
    if (!registry.has(part)) registry.add(part, { id: `part-${index}` });
  });
  const converted = { sent: convert(registry, 'sent'), answered: convert(registry, 'answered') };
  const named = new Map<string, JsonSchema>();
  for (const direction of ['sent', 'answered'] as const)
    for (const name of names) named.set(referenceTo(direction, name), converted[direction].get(name) ?? {});
  return {
    named,
    show(schema, direction) {
      const id = registry.get(schema)?.id ?? '';
      return names.has(id) ? { $ref: referenceTo(direction, id) } : (converted[direction].get(id) ?? {});
    },
  };
}

function convert(registry: z.core.$ZodRegistry<{ id: string }>, direction: Direction): Map<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, {
    io: direction === 'sent' ? 'input' : 'output',
    unrepresentable: 'any',
    uri: (id) => referenceTo(direction, id),
  });
  return new Map(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [
      id,
      describeUnits(direction === 'sent' ? closeObjects(schema as JsonSchema) : openObjects(schema as JsonSchema)),
    ]),
  );
}

/** A request's object takes nothing that it does not name: a mistyped field is refused rather than passed over. */
const closeObjects = (schema: JsonSchema): JsonSchema =>
  mapSchema(schema, (part) =>
    part.properties && part.additionalProperties === undefined ? { ...part, additionalProperties: false } : part,
  );

/** An answer may get more fields in time: a client is to pass over those that it does not know. */
const openObjects = (schema: JsonSchema): JsonSchema =>
  mapSchema(schema, ({ additionalProperties, ...part }) =>
    additionalProperties === undefined || (part.properties && additionalProperties === false)
      ? part
      : { ...part, additionalProperties },
  );
