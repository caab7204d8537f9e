import type { RepairPattern } from '@alyson/schema';
import { formsOfKey } from './join-key.ts';

/** What a key may have been before something altered it. */
export interface LikelyKey {
  pattern: RepairPattern;
  key: string;
}

/** A shorter beginning fits too many keys to say anything. */
export const SHORTEST_BEGINNING = 8;

/**
 * Keys that somebody may have made this one of: put in quotes or spaces, encoded once more, or joined to what followed it
 * in an address. Never the key itself, nor a form in which it is looked for anyway.
 */
export function likelyKeys(key: string): LikelyKey[] {
  const known = new Set([key]);
  const likely: LikelyKey[] = [];
  const add = (pattern: RepairPattern, keys: readonly string[]) => {
    for (const each of keys) {
      if (each === '' || known.has(each)) continue;
      known.add(each);
      likely.push({ pattern, key: each });
    }
  };
  const bare = key.replace(/^[\s"'`<>[\](){}]+|[\s"'`<>[\](){}]+$/gu, '');
  add('surrounded', [bare]);
  const once = formsOfKey(bare);
  add('encoded_again', [...once, ...once.flatMap(formsOfKey)]);
  add('continued', [/^[^&?#;,|\s]*/.exec(bare)?.[0] ?? '']);
  return likely;
}
