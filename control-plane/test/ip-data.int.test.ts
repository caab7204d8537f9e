import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importIpData } from '../src/features/ip-data/import-ip-data.ts';
import { openIpTable } from '../src/io/ip-table.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const folder = mkdtempSync(join(tmpdir(), 'alyson-ip-'));
const SOURCE = { source: 'Made up', licence: 'None', dataDate: '2026-11-18' };
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: plane.deps.config.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}
const load = (...paths: string[]) => importIpData(client, paths, SOURCE);
const ask = (address: string) => plane.client().lookUpAddress({ params: { address } });

const blocks4 = file(
  'GeoLite2-City-Blocks-IPv4.csv',
  'network,geoname_id,registered_country_geoname_id,represented_country_geoname_id,is_anonymous_proxy,is_satellite_provider',
  '1.0.0.0/24,1,2,,0,0',
  '1.0.1.0/25,,2,,0,0',
  '5.6.0.0/16,3,3,,0,0',
);
const blocks6 = file(
  'GeoLite2-City-Blocks-IPv6.csv',
  'network,geoname_id,registered_country_geoname_id',
  '2001:4860::/32,1,1',
);
const locations = file(
  'GeoLite2-City-Locations-en.csv',
  'geoname_id,locale_code,continent_code,country_iso_code,country_name,subdivision_1_iso_code,city_name',
  '1,en,NA,US,"United States",CA,"San Francisco"',
  '2,en,OC,AU,Australia,,',
  '3,en,EU,DE,Germany,BY,"München"',
);
const asn = file(
  'GeoLite2-ASN-Blocks-IPv4.csv',
  'network,autonomous_system_number,autonomous_system_organization',
  '1.0.0.128/25,64500,"Example, Net"',
);
const hosting = file(
  'GeoIP2-Anonymous-IP-Blocks-IPv4.csv',
  'network,is_anonymous,is_hosting_provider',
  '5.6.7.0/24,1,1',
);

describe('IP look-up (C13)', () => {
  test('given no data, then it says so, and an address is nowhere', async () => {
    expect(await plane.client().getIpData({})).toEqual({ kind: 'none' });
    expect(await ask('1.0.0.1')).toMatchObject({ country: null, first: null });
  });

  test('given MaxMind’s files in any order, then places, networks and hosting lie over each other', async () => {
    expect(await load(asn, blocks6, hosting, blocks4, locations)).toBe(7);
    const found = async (address: string) => {
      const { country, region, city, network, isHosting, first, last } = await ask(address);
      return [country, region, city, network, isHosting, first, last];
    };
    expect(await found('1.0.0.127')).toEqual(['US', 'CA', 'San Francisco', null, null, '1.0.0.0', '1.0.0.127']);
    expect(await found('1.0.0.128')).toEqual([
      'US',
      'CA',
      'San Francisco',
      'AS64500 Example, Net',
      null,
      '1.0.0.128',
      '1.0.0.255',
    ]);
    expect(await found('1.0.1.1')).toEqual(['AU', null, null, null, null, '1.0.1.0', '1.0.1.127']);
    expect(await found('5.6.7.8')).toEqual(['DE', 'BY', 'München', null, true, '5.6.7.0', '5.6.7.255']);
    expect((await found('5.6.255.255'))[0]).toBe('DE');
    expect((await found('2001:4860::8888'))[0]).toBe('US');
    expect((await found('::ffff:5.6.7.8'))[0]).toBe('DE');
    for (const nowhere of ['0.255.255.255', '1.0.1.128', '5.7.0.0', '255.255.255.255', '::1', '2001:4861::'])
      expect((await found(nowhere))[0], nowhere).toBeNull();
    expect(await plane.client().getIpData({})).toMatchObject({ kind: 'imported', ranges: 7, ...SOURCE });
  });

  test.each([
    [
      'DB-IP city',
      ['8.8.8.0,8.8.8.255,NA,US,California,"Mountain View",37.4,-122.1', '2a00::,2a00::ffff,EU,FR,,Paris,1,2'],
      '8.8.8.8',
      'California',
    ],
    ['DB-IP country', ['8.8.8.0,8.8.8.255,US', '9.0.0.0,9.0.0.255,ZZ'], '8.8.8.8', null],
    [
      'IP2Location',
      [
        '"0","134744063","-","-","-","-"',
        '"134744064","134744319","US","United States of America","California","Mountain View"',
      ],
      '8.8.8.8',
      'California',
    ],
    [
      'IP2Location IPv6',
      ['"281470816487424","281470816487679","US","United States","California","X"'],
      '8.8.8.8',
      'California',
    ],
    ['own columns', ['cidr,country_code,region,is_hosting', '8.8.8.0/24,us,California,true'], '8.8.8.8', 'California'],
  ])('given the layout of %s, then it is read', async (name, lines, address, region) => {
    await load(file(`${name}.csv`, ...lines));
    expect(await ask(address)).toMatchObject({ country: 'US', region });
  });

  test.each([
    ['a row that is none', ['8.8.8.0,8.8.8.255,US', 'x,8.8.9.255,US'], /row 2: no range/],
    ['a range that ends before it begins', ['8.8.8.255,8.8.8.0,US'], /row 1: no range/],
    ['an overlap', ['8.8.8.0,8.8.8.255,US', '8.8.8.128,8.8.9.0,US'], /row 2: 8\.8\.8\.128 is not after/],
    ['host bits behind the prefix', ['cidr,country', '8.8.8.1/24,US'], /row 2: no range/],
    ['no known layout', ['name,age', 'Ann,7'], /known layouts/],
    ['nothing', [''], /known layouts/],
  ])('given %s, then it is refused by its row, and what was in force stays', async (_, lines, words) => {
    await load(file('before.csv', '8.8.8.0,8.8.8.255,US'));
    const broken = file('broken.csv', ...lines);
    await expect(load(broken)).rejects.toThrow(words);
    expect(await ask('8.8.8.8')).toMatchObject({ country: 'US' });
  });

  test('given look-ups all the while, then each sees the old data or the new, whole, and none fails', async () => {
    const all = (country: string) => Array.from({ length: 250 }, (_, i) => `9.9.${i}.0,9.9.${i}.255,${country}`);
    await load(file('all-US.csv', ...all('US')));
    let isOver = false;
    const seen = new Set<string | null>();
    const asking = (async () => {
      for (let i = 0; !isOver; i += 1) seen.add((await ask(`9.9.${(i * 7) % 250}.1`)).country);
    })();
    for (const country of ['DE', 'FR', 'US', 'DE']) await load(file(`all-${country}.csv`, ...all(country)));
    isOver = true;
    await asking;
    expect([...seen].filter((country) => country === null)).toEqual([]);
    expect(await ask('9.9.9.9')).toMatchObject({ country: 'DE' });
  });

  test.each(['1.2.3', '1.2.3.256', 'example.com', '::1%25lo', '1.2.3.4;drop'])(
    'given %s, then it is refused',
    async (address) => {
      await expect(ask(address)).rejects.toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '#/address' }],
      });
    },
  );

  test('given a million ranges’ worth of plan, then a look-up takes its index', async () => {
    const { rows } = await client.query(
      `explain select * from ip_ranges where first <= '9.9.9.9' order by first desc limit 1`,
    );
    expect(JSON.stringify(rows)).toContain('ip_ranges_by_first');
  });
});

describe('a table of another database (IP_DATABASE_URL)', () => {
  const settings = (table: string, columns: Record<string, string>) => ({
    url: plane.deps.config.databaseUrl,
    table,
    columns,
  });

  test('given networks or ranges under other names, then they are read, the narrowest first', async () => {
    await client.query('create schema geo');
    await client.query('create table geo."Blocks" (cidr cidr, cc text, org text, dc int)');
    await client.query(`insert into geo."Blocks" values ('9.0.0.0/8', 'US', null, 0), ('9.9.0.0/16', 'CH', 'Quad', 1)`);
    const table = openIpTable(
      settings('geo.Blocks', { network: 'cidr', country: 'cc', network_name: 'org', is_hosting: 'dc' }),
    );
    expect(await table.check()).toBeNull();
    expect(await table.find('9.9.9.9')).toEqual({
      first: '9.9.0.0',
      last: '9.9.255.255',
      country: 'CH',
      region: null,
      city: null,
      network: 'Quad',
      isHosting: true,
    });
    expect(await table.find('10.0.0.1')).toBeNull();
    await table.close();

    const ranges = openIpTable(settings('ip_ranges', { first: 'first', last: 'last', country: 'country' }));
    expect(await ranges.find('9.9.9.9')).toMatchObject({ country: 'DE', region: null });
    expect(await ranges.find('9.10.0.0')).toBeNull();
    await ranges.close();
  });

  test('given a column that is not there, then the check names it; a database that is away is no fault of the settings', async () => {
    const wrong = openIpTable(settings('geo.Blocks', { network: 'cidr', country: 'land' }));
    expect(await wrong.check()).toMatch(/"land" does not exist/);
    await wrong.close();
    const away = openIpTable({ ...settings('x', { network: 'n' }), url: 'postgres://nobody@127.0.0.1:9/x' });
    expect([await away.check(), await away.isReachable()]).toEqual([null, false]);
    await expect(away.find('9.9.9.9')).rejects.toMatchObject({ code: 'unavailable' });
    await away.close();
  });
});
