import { readFileSync } from 'node:fs';
import { type CityResponse, Reader } from 'mmdb-lib';
import { remember } from '../bounded-memory.ts';
import { NOWHERE, type Place } from './inbound.ts';

/** Where an address is believed to be; nowhere for one that is not known. */
export type PlaceOf = (address: string) => Place;

/** Clicks of one address come together, and a look-up takes longer than a decision. */
const MOST_REMEMBERED = 16_384;

/**
 * A geo database on this machine, in MaxMind's format (GeoLite2 City, DB-IP City Lite and the like), read into memory once:
 * a newer file is read at the next start.
 *
 * @throws the system's error where the file cannot be read, the reader's where it is no such database
 */
export function openGeoDatabase(path: string): PlaceOf {
  const reader = new Reader<CityResponse>(readFileSync(path));
  return remember(MOST_REMEMBERED, (address) => {
    try {
      return placeOf(reader.get(address));
    } catch {
      return NOWHERE; // what is no address is nowhere
    }
  });
}

const placeOf = (found: CityResponse | null): Place => ({
  country: found?.country?.iso_code ?? null,
  region: found?.subdivisions?.[0]?.iso_code ?? null,
  city: found?.city?.names?.en ?? null,
});
