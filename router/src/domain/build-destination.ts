import { isUsable, type JoinKey } from './join-key.ts';
import { fillParts, type LandingTemplate } from './landing-template.ts';
import type { LinkTarget } from './link-target.ts';
import type { MacroFacts } from './macros.ts';
import { makeQuerySafe } from './percent-encode.ts';
import type { RawPair } from './raw-query.ts';

/**
 * The URL a visitor is sent to: the landing page's own, then the visitor's query, then the fragment. Scheme and host are
 * the template's: nothing of the visitor's stands before the first `/` or `?` after them (R17).
 *
 * @param facts  what macros are filled from; null for a template without any
 */
export function buildDestination(
  template: LandingTemplate,
  target: LinkTarget,
  key: JoinKey,
  facts: MacroFacts | null,
): string {
  const query = carryQuery(target, template, key);
  return fillParts(template.before, facts) + query + fillParts(template.after, facts);
}

/**
 * The visitor's parameters as the same bytes in the same order (R12), without those the template fixes (R13), and always
 * with the join key under `utm_content`, in place of an unusable one or at the end (R16).
 */
function carryQuery(target: LinkTarget, { fixedNames, fixedBits }: LandingTemplate, key: JoinKey): string {
  const { parameters, rawQuery } = target;
  const isKeyThere = key.source === 'inbound' && (!parameters.hasPastedKey || target.pairs.some(isKeyPair));
  // Nearly every click: nothing is to be left out and nothing added.
  if (isKeyThere && ((parameters.nameBits & fixedBits) === 0 || !target.pairs.some(({ name }) => fixedNames.has(name))))
    return target.isPlain ? rawQuery : makeQuerySafe(rawQuery);

  const added = isKeyThere ? [] : [`utm_content=${key.value}`];
  const carried: string[] = [];
  for (const pair of target.pairs) {
    if (pair.name === 'utm_content' && !isKeyThere) carried.push(...added.splice(0));
    else if (!fixedNames.has(pair.name)) carried.push(pair.raw);
  }
  return makeQuerySafe([...carried, ...added].join('&'));
}

const isKeyPair = ({ name, value }: RawPair): boolean => name === 'utm_content' && isUsable(value);
