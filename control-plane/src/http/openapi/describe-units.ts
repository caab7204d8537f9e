import type { JsonSchema } from './document-types.ts';
import { mapSchema } from './map-schema.ts';

/** Names end in their unit throughout the API, so that a name alone tells what a number counts. */
const UNITS: readonly (readonly [ending: RegExp, description: string])[] = [
  [/micros$/i, "Millionths of the currency's major unit: 1250000 is 1.25."],
  [/basisPoints$/i, 'Hundredths of a percent: 10000 is all.'],
  [/Ms$/, 'Milliseconds; of a moment, those since 1970-01-01 UTC.'],
  [/(?:At|^at|^from|^to|Since|AsOf)$/, 'A moment, RFC 3339 in UTC.'],
  [/Seconds$/, 'Seconds.'],
  [/Minutes$/, 'Minutes.'],
  [/Hours$/, 'Hours.'],
  [/Days$/, 'Days of 24 hours.'],
  [/Bytes$/, 'Bytes.'],
  [/^currency$/, 'ISO 4217 alphabetic code.'],
  [/^timezone$/, 'A name of the IANA time zone database.'],
  [/^(?:probabilityBest|lossShare)$/, 'A share from 0 to 1.'],
  [/^rpc$/, "Revenue per click in the currency's major unit, with the bounds of its 95 % range."],
  [/^cvr$/, 'Leads per click, from 0 to 1, with the bounds of its 95 % range.'],
];

/** @returns null where the name tells no unit */
export const unitOf = (name: string): string | null => UNITS.find(([ending]) => ending.test(name))?.[1] ?? null;

/** The schema with a unit beside every property whose name tells one, at any depth. */
export const describeUnits = (schema: JsonSchema): JsonSchema =>
  mapSchema(schema, (part) => (part.properties ? { ...part, properties: describeAll(part.properties) } : part));

const describeAll = (properties: Record<string, JsonSchema>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, describe(name, schema)]));

function describe(name: string, schema: JsonSchema): JsonSchema {
  const unit = schema.description === undefined && isValue(schema) ? unitOf(name) : null;
  return unit === null ? schema : { ...schema, description: unit };
}

/** A list or an object of its own has no unit; its parts may. */
const isValue = ({ type, properties }: JsonSchema): boolean => type !== 'array' && type !== 'boolean' && !properties;
