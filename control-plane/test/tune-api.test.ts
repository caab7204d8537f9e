import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttpTune } from '../src/io/tune.http.ts';
import type { Tune, TuneFault } from '../src/io/tune.ts';
import { type FakeTuneApi, startFakeTuneApi } from './support/fake-tune-api.ts';
import { sampleTuneNetwork, tuneOffer } from './support/tune-network.ts';

const TOKEN = 'NETTOKEN5f3a9c';
const access = { networkId: 'acme', token: TOKEN };

let clock: number;
let waits: number[];
let fake: FakeTuneApi;
let tune: Tune;

beforeEach(async () => {
  clock = 1_000_000;
  waits = [];
  fake = await startFakeTuneApi({ ...access, data: sampleTuneNetwork(), now: () => clock });
  const wait = async (ms: number) => {
    waits.push(ms);
    clock += ms;
  };
  tune = createHttpTune({ url: fake.url, now: () => clock, random: () => 0.5, wait });
});
afterEach(() => fake.close());

const faultOf = (promise: Promise<unknown>): Promise<TuneFault> =>
  promise.then(
    () => expect.fail('it was read'),
    (error) => error,
  );

describe('reading a page', () => {
  test.each([
    { kind: 'offer', ids: ['12'] },
    { kind: 'offer_url', ids: ['214', '215'] },
    { kind: 'campaign', ids: ['152'] },
    { kind: 'creative', ids: ['9001', '9002', '9003', '9004'] },
    { kind: 'tiny_url', ids: ['1'] },
  ] as const)('given $kind, then its rows, and only ad groups that split clicks', async ({ kind, ids }) => {
    const { rows, pageCount } = await tune.readPage(access, kind, 1);
    expect(rows.map((row) => Object.values(row).map((fields) => (fields as { id: string }).id))).toEqual(
      ids.map((id) => [id]),
    );
    expect(pageCount).toBe(1);
  });

  test('given nothing is there, then an empty page, although TUNE writes it as []', async () => {
    fake.hold({});
    expect(await tune.readPage(access, 'offer', 1)).toEqual({ rows: [], pageCount: 0 });
  });

  test('given TUNE gives everything at once, then it is whole', async () => {
    fake.misbehave('unpaged');
    expect(await tune.readPage(access, 'offer', 1)).toMatchObject({ pageCount: null, rows: [{ Offer: { id: '12' } }] });
  });
});

describe('when TUNE misbehaves', () => {
  test('given its limit is reached, then we wait ten seconds or more, with jitter, and go on', async () => {
    fake.misbehave('rate_limit', 'rate_limit');
    await tune.readPage(access, 'offer', 1);
    expect(waits).toEqual([12_500, 12_500]);
    expect(fake.calls).toHaveLength(3);
  });

  test.each(['gateway_timeout', 'garbage', 'half_answer'] as const)(
    'given %s three times, then it is tried again, later and later',
    async (failure) => {
      fake.misbehave(failure, failure, failure);
      expect((await tune.readPage(access, 'offer', 1)).rows).toHaveLength(1);
      expect(waits).toEqual([1_250, 2_500, 5_000]);
    },
  );

  test('given it never recovers, then we stop after five tries, and say why', async () => {
    fake.misbehave(...Array<'gateway_timeout'>(9).fill('gateway_timeout'));
    const fault = await faultOf(tune.readPage(access, 'offer', 1));
    expect([fault.kind, fault.message]).toEqual(['unreachable', 'TUNE answered HTTP 504. Tried 5 times.']);
    expect(fake.calls).toHaveLength(5);
  });

  test('given a key that TUNE does not know, then it is not tried again', async () => {
    const fault = await faultOf(tune.readPage({ ...access, token: 'wrong-token' }, 'offer', 1));
    expect([fault.kind, fault.message]).toEqual(['refused', 'TUNE says: API key is not valid']);
    expect(fake.calls).toHaveLength(1);
  });

  test('given another network, then TUNE’s other form of error is understood', async () => {
    expect((await faultOf(tune.readPage({ ...access, networkId: 'other' }, 'offer', 1))).message).toContain(
      'Network id is not valid',
    );
  });

  test('given nobody is there, then it is unreachable', async () => {
    await fake.close();
    const fault = await faultOf(tune.readPage(access, 'offer', 1));
    expect(fault.kind).toBe('unreachable');
    fake = await startFakeTuneApi(access);
  });

  test.each(['token_in_error', 'gateway_timeout', 'half_answer', 'garbage'] as const)(
    'given %s, then no error of ours holds the token',
    async (failure) => {
      fake.misbehave(...Array<typeof failure>(5).fill(failure));
      const fault = await faultOf(tune.readPage(access, 'offer', 1));
      expect([fault.message, fault.stack, JSON.stringify(fault), String(fault.cause)].join()).not.toContain(TOKEN);
    },
  );
});

test('given a hundred calls one after the other, then no ten seconds hold more than forty, and TUNE refuses none', async () => {
  fake.hold({ offers: [tuneOffer('1')] });
  for (let page = 1; page <= 100; page += 1) await tune.readPage(access, 'offer', page);
  const most = Math.max(
    ...fake.times.map((from) => fake.times.filter((at) => at >= from && at < from + 10_000).length),
  );
  expect(most).toBeLessThanOrEqual(40);
  expect(fake.calls).toHaveLength(100);
});
