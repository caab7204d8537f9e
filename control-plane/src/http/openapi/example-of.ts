import type { JsonSchema } from './document-types.ts';

/** Values that read well, by the name of their field. What a schema itself says (its default, its first choice) goes before. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  actorName: 'Dana Reyes',
  agentId: 'agt_01h455vb4pex5vsknk084sn02q',
  buyerId: 'byr_01h455vb4pex5vsknk084sn02q',
  currentPassword: 'correct horse battery staple',
  experimentId: 'exp_01h455vb4pex5vsknk084sn02q',
  newPassword: 'another horse and its battery',
  password: 'correct horse battery staple',
  address: '198.51.100.7',
  addresses: ['198.51.100.0/24'],
  clickId: 'a0MrkX1Bz7Qe0001x8Zq3T5vYw2LdK',
  currency: 'USD',
  day: '2026-11-22',
  detail: 'Weights add up to 90%, not 100%. Add 10%.',
  email: 'dana@acme.example',
  experimentName: 'Solar quote, US mobile',
  expression: 'rate(1 hour)',
  fallbackUrl: 'https://www.acme.example/',
  host: 'go.acme.example',
  id: 'a0MrkX1Bz7Qe0001x8Zq3T5vYw2LdK',
  instance: 'urn:request:req_01h455vb4pex5vsknk084sn02q',
  landingUrl: 'https://pages.acme.example/solar?utm_content={utm_content}',
  language: 'en-US',
  letter: 'A',
  agentLetter: 'A',
  name: 'Solar quote, US mobile',
  number: 1,
  objectName: 'Solar quote, US mobile',
  pointer: '#/agents/0/weightBasisPoints',
  reason: 'B has been ahead for two weeks.',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  time: '2026-12-01T09:00',
  timezone: 'America/New_York',
  url: 'https://go.acme.example/r/solar-quote?aff_id=7&utm_content=abc-123',
  utmContent: 'abc-123',
  value: 'solar-quote',
  webhookUrl: 'https://router.acme.example/webhooks/whe_01h455vb4pex5vsknk084sn02q',
  weightBasisPoints: 5000,
};

const MOMENT = '2026-11-22T16:04:05.123Z';
const MOMENT_MS = Date.parse(MOMENT);
const TYPE_ID = /^\^(\w+)_\[0-7\]/;

/**
 * A value that a schema allows, for people to read: what may be left out of a request is left out.
 *
 * @param named  the shapes that it refers to, by name
 */
export function exampleOf(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>, name = ''): unknown {
  if (schema.$ref !== undefined) {
    const shape = schema.$ref.split('/').at(-1) ?? '';
    return exampleOf(named[shape] ?? {}, named, name === '' ? shape : name);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  const own = BY_NAME[name];
  if (own !== undefined && fits(own, schema)) return own;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.[0];
  if (choice) return exampleOf(choice, named, name);
  return ofType(schema, named, name);
}

function ofType(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>, name: string): unknown {
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return exampleObject(schema, named);
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, (_, index) =>
        exampleOf(schema.prefixItems?.[index] ?? schema.items ?? {}, named, name.replace(/s$/, '')),
      );
    case 'string':
      return exampleText(schema);
    case 'integer':
    case 'number':
      return exampleNumber(schema, name);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return {};
  }
}

function exampleObject({ properties = {}, required = [] }: JsonSchema, named: Readonly<Record<string, JsonSchema>>) {
  const shown = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(shown.map((key) => [key, exampleOf(properties[key] ?? {}, named, key)]));
}

function exampleText({ format, pattern = '', minLength = 0 }: JsonSchema): string {
  if (format === 'date-time') return MOMENT;
  if (format === 'email') return 'dana@acme.example';
  if (format === 'uri') return 'https://www.acme.example/';
  const prefix = TYPE_ID.exec(pattern)?.[1];
  if (prefix) return `${prefix}_01h455vb4pex5vsknk084sn02q`;
  const digits = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\\d(?:\{(\d+)(?:,\d*)?\})?/g, (_, count: string | undefined) => '1'.repeat(Number(count ?? 1)));
  const fitting = ['text', '7', 'USD', 'solar-quote', 'go.acme.example', 'a0MrkX1Bz7Qe0001x8Zq3T5vYw2LdK', digits].find(
    (text) => new RegExp(pattern, 'u').test(text),
  );
  return (fitting ?? '0123456789abcdef0123456789abcdef').padEnd(minLength, 'x');
}

function exampleNumber({ minimum = 1, maximum = Infinity }: JsonSchema, name: string): number {
  const usual = /(?:Ms|^asOf)$/.test(name) && maximum > MOMENT_MS ? MOMENT_MS : Math.max(minimum, 1);
  return Math.min(usual, maximum);
}

/** Whether a value by name is one that the schema means: another resource's field may have the same name. */
function fits(value: unknown, { type, pattern, enum: choices, maximum = Infinity }: JsonSchema): boolean {
  if (choices) return choices.includes(value);
  const kind = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'integer' : typeof value;
  const types = Array.isArray(type) ? type : [type];
  if (!types.includes(kind) && !(kind === 'integer' && types.includes('number'))) return false;
  if (typeof value === 'number' && value > maximum) return false;
  return typeof value !== 'string' || pattern === undefined || new RegExp(pattern, 'u').test(value);
}
