import type { JsonSchema } from './document-types.ts';

const REFERENCE = /"#(sent|answered)\/(\w+)"/g;

/**
 * Gives every shape that is referred to its name under `#/components/schemas/`. Where a shape reads differently as it may be
 * sent and as it is answered, and both are used, the sent one is called `…Input`.
 *
 * @param parts  what refers to shapes, as `SchemaPool.show` wrote it
 */
export function nameComponents<T>(
  parts: T,
  named: ReadonlyMap<string, JsonSchema>,
): { parts: T; schemas: Record<string, JsonSchema> } {
  const texts = new Map([...named].map(([reference, schema]) => [reference, JSON.stringify(schema)]));
  const used = findUsed(JSON.stringify(parts), texts);
  const alike = findAlike(texts);
  const nameOf = (direction: string, name: string): string =>
    direction === 'sent' && used.has(`#answered/${name}`) && !alike.has(name) ? `${name}Input` : name;
  const rename = (text: string): string =>
    text.replace(
      REFERENCE,
      (_, direction: string, name: string) => `"#/components/schemas/${nameOf(direction, name)}"`,
    );
  const entries = [...used].map((reference): [string, JsonSchema] => {
    const [direction = '', name = ''] = reference.slice(1).split('/');
    return [nameOf(direction, name), JSON.parse(rename(texts.get(reference) ?? '{}')) as JsonSchema];
  });
  return {
    parts: JSON.parse(rename(JSON.stringify(parts))) as T,
    schemas: Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en'))),
  };
}

/** References in a text, and in the shapes that those name, and so on. */
function findUsed(text: string, texts: ReadonlyMap<string, string>): Set<string> {
  const used = new Set<string>();
  const follow = (from: string): void => {
    for (const [quoted] of from.matchAll(REFERENCE)) {
      const reference = quoted.slice(1, -1);
      if (used.has(reference)) continue;
      used.add(reference);
      follow(texts.get(reference) ?? '');
    }
  };
  follow(text);
  return used;
}

/** Names of shapes that read the same in both directions, with all that they refer to. */
function findAlike(texts: ReadonlyMap<string, string>): Set<string> {
  const neutral = (text: string): string => text.replace(REFERENCE, '"#/$2"');
  const pairs = [...texts].flatMap(([reference, sent]) => {
    const name = reference.startsWith('#sent/') ? reference.slice('#sent/'.length) : null;
    return name === null ? [] : [{ name, sent, answered: texts.get(`#answered/${name}`) ?? '' }];
  });
  const alike = new Set(
    pairs.filter(({ sent, answered }) => neutral(sent) === neutral(answered)).map(({ name }) => name),
  );
  // A shape that refers to one that differs, differs too: until nothing changes any more.
  for (let before = -1; before !== alike.size; ) {
    before = alike.size;
    for (const { name, sent } of pairs)
      if ([...sent.matchAll(REFERENCE)].some(([, , other = '']) => !alike.has(other))) alike.delete(name);
  }
  return alike;
}
