import type { NameOfBuyer, Standing } from '../domain/settle-events.ts';
import type { StoredEvent } from './events.store.ts';

/** What may stand otherwise now: whole families of leads, and single sales. */
export interface Scope {
  leads: readonly NameOfBuyer[];
  sales: readonly NameOfBuyer[];
  /** By event id: how those stood before whose rows no longer say so; null where they counted nothing, or were not there. */
  before?: ReadonlyMap<string, Standing | null>;
}

/** All that hangs together with an event. */
export function scopeOf(
  buyerId: string,
  { kind, eventId, leadId, refersTo }: Pick<StoredEvent, 'kind' | 'eventId' | 'leadId' | 'refersTo'>,
): Scope {
  const named = (name: string | null) => (name === null ? [] : [{ buyerId, name }]);
  switch (kind) {
    case 'lead':
      return { leads: named(leadId), sales: [] };
    case 'sale':
      return { leads: named(leadId), sales: named(eventId) };
    case 'adjustment':
    case 'reversal':
      return { leads: [], sales: named(refersTo) };
    default:
      return kind satisfies never;
  }
}

/** Each name once. */
export const joinScopes = (scopes: readonly Scope[]): Scope => ({
  leads: once(scopes.flatMap(({ leads }) => leads)),
  sales: once(scopes.flatMap(({ sales }) => sales)),
  before: new Map(scopes.toReversed().flatMap(({ before }) => [...(before ?? [])])),
});

const once = (names: readonly NameOfBuyer[]): NameOfBuyer[] => [
  ...new Map(names.map((each) => [`${each.buyerId} ${each.name}`, each])).values(),
];
