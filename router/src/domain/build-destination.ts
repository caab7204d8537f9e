import { isUsable, type JoinKey } from './join-key.ts';
import { fillParts, type LandingTemplate } from './landing-template.ts';
import type { MacroFacts } from './macros.ts';
import { makeQuerySafe } from './percent-encode.ts';
import type { RawPair } from './raw-query.ts';

/**
 * The URL a visitor is sent to: the landing page's own, then the visitor's query, then the fragment. Scheme and host are
 * the template's: nothing of the visitor's stands before the first `/` or `?` after them (R17).
 *
 * @param rawQuery  without its `?`; `facts.pairs` are its pairs
 */
export function buildDestination(template: LandingTemplate, rawQuery: string, key: JoinKey, facts: MacroFacts): string {
  const query = makeQuerySafe(carryQuery(rawQuery, facts.pairs, template.fixedNames, key));
  return fillParts(template.before, facts) + query + fillParts(template.after, facts);
}

/**
 * The visitor's parameters as the same bytes in the same order (R12), without those the template fixes (R13), and always
 * with the join key under `utm_content`, in place of an unusable one or at the end (R16).
 */
function carryQuery(
  rawQuery: string,
  pairs: readonly RawPair[],
  fixedNames: ReadonlySet<string>,
  key: JoinKey,
): string {
  const isKeyThere = pairs.some((pair) => isUtmContent(pair) && isUsable(pair.value));
  if (isKeyThere && !pairs.some((pair) => fixedNames.has(pair.name))) return rawQuery; // nearly every click

  const added = isKeyThere ? [] : [`utm_content=${key.value}`];
  const carried: string[] = [];
  for (const pair of pairs) {
    if (isUtmContent(pair) && !isKeyThere) carried.push(...added.splice(0));
    else if (!fixedNames.has(pair.name)) carried.push(pair.raw);
  }
  return [...carried, ...added].join('&');
}

const isUtmContent = (pair: RawPair): boolean => pair.name === 'utm_content';
