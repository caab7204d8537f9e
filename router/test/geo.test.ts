import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGeoDatabase } from '../src/io/geo.mmdb.ts';
import { NodeInbound } from '../src/io/inbound.node.ts';
import { writeGeoDatabase } from './geo-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const BERLIN = { country: 'DE', region: 'BE', city: 'Berlin' };
const NOWHERE = { country: null, region: null, city: null };

function openSample() {
  const path = join(temporaryFolder(), 'geo.mmdb');
  const berlin = {
    country: { iso_code: 'DE' },
    subdivisions: [{ iso_code: 'BE' }],
    city: { names: { en: 'Berlin', de: 'Berlin' } },
  };
  writeFileSync(
    path,
    writeGeoDatabase({ '203.0.113.0/24': berlin, '198.51.100.128/25': { country: { iso_code: 'US' } } }),
  );
  return openGeoDatabase(path);
}

describe('a geo database (R9)', () => {
  test.each([
    { address: '203.0.113.7', place: BERLIN },
    { address: '198.51.100.200', place: { ...NOWHERE, country: 'US' } },
    { address: '198.51.100.1', place: NOWHERE },
    { address: '192.0.2.1', place: NOWHERE },
    { address: 'unknown', place: NOWHERE },
    { address: '', place: NOWHERE },
  ])('given $address, then $place', ({ address, place }) => expect(openSample()(address)).toEqual(place));

  test('given a file that is none, then it is refused at the start', () => {
    const path = join(temporaryFolder(), 'geo.mmdb');
    writeFileSync(path, 'no database');
    expect(() => openGeoDatabase(path)).toThrow();
  });
});

describe('a visitor’s address', () => {
  const from = (addressHeader: string | null, headers: Record<string, string>) =>
    new NodeInbound(
      { method: 'GET', url: '/', headers, socket: { remoteAddress: '192.0.2.1' } },
      { edge: 'local', addressHeader, placeOf: openSample() },
    );

  test('given a proxy that is told of, then the address and the place are those its header names', () => {
    const inbound = from('x-real-ip', { 'x-real-ip': '203.0.113.7' });
    expect([inbound.address, inbound.place]).toEqual(['203.0.113.7', BERLIN]);
  });

  test('given a list, then the last: whatever stands before it came from outside', () =>
    expect(from('x-forwarded-for', { 'x-forwarded-for': '203.0.113.7, 198.51.100.200' }).address).toBe(
      '198.51.100.200',
    ));

  test('given no proxy that is told of, then no header is believed', () => {
    const inbound = from(null, { 'x-real-ip': '203.0.113.7', 'x-forwarded-for': '203.0.113.7' });
    expect([inbound.address, inbound.place]).toEqual(['192.0.2.1', NOWHERE]);
  });

  test('given a proxy that left its header out, then the connection’s own', () =>
    expect(from('x-real-ip', {}).address).toBe('192.0.2.1'));
});
