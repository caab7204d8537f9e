import type { KeySource } from '@alyson/schema';
import type { LinkParameters } from './link-parameters.ts';

/** What a visit's money is joined by (R16). */
export interface JoinKey {
  /** Byte for byte as it came, or the minted click id. */
  readonly value: string;
  readonly source: KeySource;
  /** Usable `utm_content` values after the first that differ from it, as they came. */
  readonly others: readonly string[];
}

/** A value that is only unexpanded placeholders, `{click_id}` or `%7Bclick_id%7D`: nobody filled it in. */
const PLACEHOLDER = /^(?:(?:\{|%7b)+(?:(?!%7[bd])[^{}])*(?:\}|%7d)+)+$/i;

/** Whether a raw value can join anything: it is neither empty nor only a placeholder. */
export const isUsable = (raw: string): boolean => raw !== '' && !PLACEHOLDER.test(raw);

/**
 * The first usable `utm_content`, else the `transaction_id`.
 *
 * @returns null where neither can serve: the router then mints one, the click id
 */
export function findJoinKey({ utmContents, transactionId }: LinkParameters): JoinKey | null {
  const usable = utmContents.filter(isUsable);
  const first = usable[0];
  if (first !== undefined) {
    const others = usable.length === 1 ? [] : [...new Set(usable)].slice(1);
    return { value: first, source: 'inbound', others };
  }
  if (transactionId !== null && isUsable(transactionId))
    return { value: transactionId, source: 'transaction_id', others: [] };
  return null;
}
