import { IPV6_FROM, type IpFacts } from '../../domain/ip-ranges.ts';
import { positionOf, rangeOfNetwork } from './ip-position.ts';

/** The common public layouts of such files, told apart by their header or the shape of their first row. */
type LayoutName =
  | 'MaxMind blocks'
  | 'MaxMind ASN'
  | 'MaxMind anonymous IP'
  | 'MaxMind locations'
  | 'DB-IP'
  | 'DB-IP ASN'
  | 'IP2Location'
  | 'IP2Location ASN'
  | 'own columns';

/** Files of one layer follow each other; layers lie over each other. */
export type LayerName = 'places' | 'networks' | 'hosting';

export interface Layout {
  name: LayoutName;
  layer: LayerName | null;
  hasHeader: boolean;
  /** Both ends of a row's range; null where they cannot be read. */
  range(row: readonly string[]): { first: bigint; last: bigint } | null;
  /** @param places  of MaxMind's locations, by their id */
  facts(row: readonly string[], places: ReadonlyMap<string, IpFacts>): IpFacts;
}

/** @returns null for a file of no known layout */
export function detectLayout(firstRow: readonly string[]): Layout | null {
  const names = firstRow.map((name) => name.trim().toLowerCase());
  const column = (...wanted: string[]) => names.findIndex((name) => wanted.includes(name));
  if (column('geoname_id') >= 0 && column('country_iso_code') >= 0) return locations();
  if (column('network') >= 0 && column('geoname_id') >= 0)
    return maxmind('MaxMind blocks', 'places', blockFacts(names));
  if (column('network') >= 0 && column('autonomous_system_number') >= 0)
    return maxmind('MaxMind ASN', 'networks', (row) => ({
      ...text(
        'network',
        asName(row[column('autonomous_system_number')], row[column('autonomous_system_organization')]),
      ),
    }));
  if (column('network') >= 0 && column('is_hosting_provider') >= 0)
    return maxmind('MaxMind anonymous IP', 'hosting', (row) => ({
      isHosting: isTrue(row[column('is_hosting_provider')]),
    }));
  if (column('network', 'cidr') >= 0 || (column('first', 'start_ip') >= 0 && column('last', 'end_ip') >= 0))
    return ownColumns(column);
  return headless(firstRow);
}

function headless(row: readonly string[]): Layout | null {
  const [first = '', last = '', third = '', fourth = ''] = row;
  if (positionOf(first) !== null && positionOf(last) !== null) {
    const range = ([from = '', to = '']: readonly string[]) => span(positionOf(from), positionOf(to));
    if (row.length === 4 && /^\d+$/.test(third))
      return layout('DB-IP ASN', 'networks', range, (r) => text('network', asName(r[2], r[3])));
    if (row.length === 3) return layout('DB-IP', 'places', range, (r) => country(r[2]));
    if (row.length >= 6)
      return layout('DB-IP', 'places', range, (r) => ({
        ...country(r[3]),
        ...text('region', r[4]),
        ...text('city', r[5]),
      }));
    return null;
  }
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) return null;
  if (third.includes('/'))
    return layout('IP2Location ASN', 'networks', decimals, (r) => text('network', asName(r[3], r[4])));
  if (!/^(?:[A-Z]{2}|-)$/.test(third) || fourth === '') return null;
  return layout('IP2Location', 'places', decimals, (r) => ({
    ...country(r[2]),
    ...text('region', r[4]),
    ...text('city', r[5]),
  }));
}

const layout = (name: LayoutName, layer: LayerName, range: Layout['range'], facts: Layout['facts']): Layout => ({
  name,
  layer,
  hasHeader: false,
  range,
  facts,
});

const maxmind = (name: LayoutName, layer: LayerName, facts: Layout['facts']): Layout => ({
  ...layout(name, layer, ([network = '']) => rangeOfNetwork(network), facts),
  hasHeader: true,
});

const locations = (): Layout => ({
  name: 'MaxMind locations',
  layer: null,
  hasHeader: true,
  range: () => null,
  facts: () => ({}),
});

function blockFacts(names: readonly string[]): Layout['facts'] {
  const ids = [names.indexOf('geoname_id'), names.indexOf('registered_country_geoname_id')];
  // An address without a place of its own is at least registered somewhere.
  return (row, places) => ids.map((id) => places.get(row[id] ?? '')).find((place) => place !== undefined) ?? {};
}

function ownColumns(column: (...names: string[]) => number): Layout {
  const at = (row: readonly string[], ...names: string[]) => row[column(...names)];
  const network = column('network', 'cidr');
  return {
    name: 'own columns',
    layer: 'places',
    hasHeader: true,
    range: (row) =>
      network >= 0
        ? rangeOfNetwork(row[network] ?? '')
        : span(positionOf(at(row, 'first', 'start_ip') ?? ''), positionOf(at(row, 'last', 'end_ip') ?? '')),
    facts: (row) => ({
      ...country(at(row, 'country', 'country_code')),
      ...text('region', at(row, 'region')),
      ...text('city', at(row, 'city')),
      ...text('network', at(row, 'network_name', 'as_name', 'asn_org')),
      ...(at(row, 'is_hosting') ? { isHosting: isTrue(at(row, 'is_hosting')) } : {}),
    }),
  };
}

/** IP2Location's numbers: IPv6 files hold IPv4 as mapped addresses, and IPv4 files hold it as it is. */
function decimals([from = '', to = '']: readonly string[]): { first: bigint; last: bigint } | null {
  if (!/^\d{1,39}$/.test(from) || !/^\d{1,39}$/.test(to)) return null;
  return span(ofNumber(BigInt(from)), ofNumber(BigInt(to)));
}

const MAPPED_FROM = 0xffffn << 32n;

const ofNumber = (number: bigint): bigint => {
  if (number < IPV6_FROM) return number;
  return number >= MAPPED_FROM && number < MAPPED_FROM + IPV6_FROM ? number - MAPPED_FROM : number + IPV6_FROM;
};

const span = (first: bigint | null, last: bigint | null) =>
  first === null || last === null || first > last || first < IPV6_FROM !== last < IPV6_FROM ? null : { first, last };

const isTrue = (value: string | undefined): boolean => /^(?:1|t|true|yes)$/i.test(value ?? '');

/** Nothing, a dash and DB-IP's `ZZ` say that it is not known. */
const country = (value: string | undefined): IpFacts =>
  value && /^[A-Z]{2}$/i.test(value) && value.toUpperCase() !== 'ZZ' ? { country: value.toUpperCase() } : {};

function text(field: 'region' | 'city' | 'network', value: string | undefined): IpFacts {
  const trimmed = value?.trim().slice(0, 200);
  return trimmed && trimmed !== '-' ? { [field]: trimmed } : {};
}

const asName = (number: string | undefined, name: string | undefined): string =>
  number && number !== '-' ? `AS${number} ${name ?? ''}`.trim() : '';
