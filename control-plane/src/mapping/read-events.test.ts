import { MAPPING_CATALOGUE, Mapping, OWN_SHAPE } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { compileMapping } from './compile-mapping.ts';
import { readEvents } from './read-events.ts';
import { readPayload } from './read-payload.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const LEAD: Mapping = { kind: '"lead"', eventId: 'event.id', utmContent: 'event.?utm' };

function read(mapping: Mapping, text: string, more: { contentType?: string; query?: string } = {}) {
  const compiled = compileMapping(Mapping.parse(mapping));
  if (!compiled.ok) throw new Error(compiled.errors.map(({ detail }) => detail).join());
  const payload = readPayload({
    body: Buffer.from(text),
    contentType: more.contentType ?? null,
    query: more.query ?? '',
  });
  if (!payload.ok) return payload.detail;
  const reading = readEvents(compiled.mapping, payload.payload, NOW);
  return reading.ok ? reading.events : reading.faults;
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

describe('readEvents (C15)', () => {
  test('given our own shape, then it is read as it stands', () => {
    const [own] = MAPPING_CATALOGUE;
    expect(read(OWN_SHAPE, own?.sample ?? '')).toEqual([
      {
        kind: 'sale',
        eventId: 'sale-8812',
        leadId: 'lead-4711',
        refersTo: null,
        goal: null,
        utmContent: 'm4x9k2',
        amountMicros: 250_000_000,
        currency: 'USD',
        occurredAt: Date.UTC(2026, 10, 20, 15, 4, 5),
      },
    ]);
  });

  test('given a list of updates, then each that counts is one event, cents are units, and local times have their zone', () => {
    const partner = MAPPING_CATALOGUE.find(({ id }) => id === 'partner');
    expect(read(partner?.mapping ?? OWN_SHAPE, partner?.sample ?? '')).toMatchObject([
      { kind: 'lead', eventId: '90210:lead_created', leadId: '90210', occurredAt: Date.UTC(2026, 10, 18, 17, 12) },
      { kind: 'sale', eventId: '90210:sale', amountMicros: 1_250_000_000, occurredAt: Date.UTC(2026, 10, 21, 0, 30) },
    ]);
  });

  test('given a postback without an id, then it is one event per transaction and goal, by query and by form alike', () => {
    const postback = MAPPING_CATALOGUE.find(({ id }) => id === 'postback');
    const { mapping = OWN_SHAPE, sample = '' } = postback ?? {};
    const events = [
      { kind: 'sale', eventId: 'm4x9k2:funded', goal: 'funded', amountMicros: 42_500_000, currency: 'USD' },
    ];
    expect(read(mapping, '', { query: sample })).toMatchObject(events);
    expect(read(mapping, sample, { contentType: FORM })).toMatchObject(events);
    expect(read(mapping, '', { query: 'sub_id=a&status=declined' })).toEqual([]);
    expect(read(mapping, '', { query: 'sub_id=a' })).toMatchObject([{ kind: 'lead', eventId: 'a', leadId: 'a' }]);
  });

  test('given ids beyond the safe integers, then they stay what they were', () => {
    const ids = '[{"id":12345678901234567890},{"id":12345678901234567891},{"id":7}]';
    const events = read({ ...LEAD, events: 'body', leadId: 'event.id' }, ids);
    expect(events).toMatchObject([
      { eventId: '12345678901234567890' },
      { eventId: '12345678901234567891' },
      { eventId: '7' },
    ]);
  });

  test('given fields at fault, then each is named, by its place in the payload where the expression looks it up', () => {
    const mapping: Mapping = {
      events: 'body.list',
      kind: '{"won": "sale"}[event.state]',
      eventId: 'event.deal.id',
      utmContent: 'event.?utm',
      amount: 'cents(event.fee)',
      currency: 'event.money.currency',
    };
    expect(
      read(mapping, '{"list":[{"state":"won","utm":"x","fee":1.5,"deal":{},"money":{"currency":"usd"}}]}'),
    ).toEqual([
      { field: 'eventId', pointer: '#/list/0/deal/id', detail: 'is missing' },
      { field: 'amount', pointer: '#', detail: 'amount: cents() takes a whole number' },
    ]);
    expect(
      read(mapping, '{"list":[{"state":"won","utm":"x","fee":150,"deal":{"id":"a"},"money":{"currency":"usd"}}]}'),
    ).toMatchObject([{ field: 'currency', pointer: '#/list/0/money/currency' }]);
    expect(read(mapping, '{"list":[{"state":"lost"}]}')).toMatchObject([
      { field: 'kind', pointer: '#' },
      { field: 'eventId', pointer: '#/list/0/deal/id' },
      { field: 'amount' },
      { field: 'currency' },
    ]);
    expect(read(mapping, '{"list":[7]}')).toEqual([{ field: null, pointer: '#/list/0', detail: 'must be an object' }]);
    expect(read(mapping, '{"list":7}')).toEqual([{ field: 'events', pointer: '#', detail: 'events: gives no list' }]);
  });

  test('given a payload that is none, then it says so', () => {
    expect(read(LEAD, 'lead=1')).toBe('is not JSON in UTF-8');
    expect(read(LEAD, '[]')).toEqual([{ field: null, pointer: '#', detail: 'must be an object' }]);
    expect(read(LEAD, '{"constructor":{"id":1}}')).toMatchObject([{ field: 'eventId', detail: 'is missing' }]);
  });

  test('given payloads made to take long, then none does', () => {
    const long = JSON.stringify({
      id: 'a',
      utm: 'x',
      text: 'ab'.repeat(200_000),
      list: Array(5000).fill('b'.repeat(100)),
    });
    const loops =
      'body.list.filter(x, body.text.contains(x + "c")).map(x, body.text.replace("ab", x)).exists(x, x == "")';
    const startedAt = performance.now();
    read({ ...LEAD, when: loops }, long);
    const wide = JSON.stringify(Array.from({ length: 1000 }, (_, id) => ({ id, utm: 'x' })));
    read({ ...LEAD, events: 'body', when: 'body.exists(x, x.id == -1.0) == false' }, wide);
    expect(performance.now() - startedAt).toBeLessThan(3000);
    const many = JSON.stringify({ id: 'a', list: Array(5001).fill(0) });
    expect(read({ ...LEAD, when: 'body.list.exists(x, x == 1)' }, many)).toMatchObject([{ pointer: '#' }]);
    expect(read({ ...LEAD, events: 'body.list' }, many)).toMatchObject([{ field: 'events' }]);
  });
});

describe('compileMapping', () => {
  test.each([
    { source: 'event.', detail: 'at character' },
    { source: 'evnet.id', detail: 'Unknown variable: evnet (at character 1: evnet)' },
    { source: 'event.a +\n  nope(1)', detail: 'line 2, column 3' },
    { source: 'event.a.matches("(a+)+$")', detail: 'matches()' },
    { source: 'cel.bind(a, [1], cel.bind(b, a + a, b + b))', detail: 'bind()' },
    { source: 'event.l.map(x, event.l.map(y, y))', detail: 'within another loop' },
    { source: '[event.l.map(x, x)].map(y, event.l.exists(z, z == y))', detail: 'within another loop' },
    { source: `${'('.repeat(30)}1${')'.repeat(30)}`, detail: 'maxDepth' },
  ])('given $source, then it is refused with its place', ({ source, detail }) => {
    const compiled = compileMapping({ ...LEAD, amount: source });
    expect(compiled).toEqual({ ok: false, errors: [{ pointer: '#/amount', detail: expect.stringContaining(detail) }] });
  });

  test('given no id and no declaration of one per transaction and goal, then it is refused; and given both', () => {
    const { eventId: _eventId, ...without } = LEAD;
    const onePerTransactionAndGoal = { transaction: 'event.id' };
    expect(Mapping.safeParse(without).error?.issues).toMatchObject([{ path: ['eventId'] }]);
    expect(Mapping.safeParse({ ...LEAD, onePerTransactionAndGoal }).success).toBe(false);
    expect(Mapping.safeParse({ ...without, onePerTransactionAndGoal }).success).toBe(true);
  });

  test('given the catalogue, then all of it compiles', () => {
    for (const { mapping } of MAPPING_CATALOGUE) expect(compileMapping(Mapping.parse(mapping)).ok).toBe(true);
  });
});
