import { MOST_BUNDLE_BYTES, type SignedBundle } from '@alyson/schema';
import { beforeEach, describe, expect, test } from 'vitest';
import { aBundle, aRelease } from '../test/sample-bundle.ts';
import { createSigner } from '../test/signed-bundle.ts';
import { createCounters, totalOf } from './counters.ts';
import { createReleaseMemory, type ReleaseMemory } from './release-memory.ts';

const ours = createSigner('ours');
const stranger = createSigner('ours');

const numbered = (sequence: number, change: Parameters<typeof aBundle>[0] = {}) =>
  aBundle({ sequence, releases: [aRelease({ number: sequence })], ...change });

function createMemory() {
  const counters = createCounters();
  const logged: string[] = [];
  const memory = createReleaseMemory({
    edge: 'edge-1',
    environment: 'test',
    keys: new Map([['ours', ours.raw]]),
    now: () => 1_000,
    counters,
    log: (_, message, fields) => logged.push(JSON.stringify({ message, ...fields })),
  });
  return { memory, counters, logged };
}

const flip = (signed: SignedBundle, at: number): SignedBundle => {
  const code = signed.payload.charCodeAt(at) ^ 1;
  return { ...signed, payload: signed.payload.slice(0, at) + String.fromCharCode(code) + signed.payload.slice(at + 1) };
};
const truncate = (signed: SignedBundle, share: number): SignedBundle => ({
  ...signed,
  payload: signed.payload.slice(0, Math.floor(signed.payload.length * share)),
});

describe('accept, with a bundle of sequence 5 in force', () => {
  let parts: ReturnType<typeof createMemory>;
  let memory: ReleaseMemory;
  beforeEach(async () => {
    parts = createMemory();
    memory = parts.memory;
    expect(await memory.accept(0, ours.sign(numbered(5)))).toEqual({ ok: true });
  });

  const next = ours.sign(numbered(6));
  test.each([
    { given: 'an older one, validly signed', signed: ours.sign(numbered(4)), reason: 'stale_sequence' },
    {
      given: 'one of another environment',
      signed: ours.sign(numbered(6, { environment: 'live' })),
      reason: 'wrong_environment',
    },
    { given: 'one of another shard', signed: ours.sign(numbered(6, { shard: 3 })), reason: 'wrong_shard' },
    { given: 'a key nobody knows', signed: { ...next, keyId: 'theirs' }, reason: 'unknown_key' },
    { given: 'our key id, another key', signed: stranger.sign(numbered(6)), reason: 'bad_signature' },
    {
      given: 'a signature made for another purpose',
      signed: ours.signText(next.payload, 'other\n'),
      reason: 'bad_signature',
    },
    { given: 'no signature', signed: { ...next, signature: '' }, reason: 'unparseable' },
    { given: 'a signature that is no base64', signed: { ...next, signature: '!' }, reason: 'bad_signature' },
    { given: 'a newer schema', signed: ours.sign({ ...numbered(6), schemaVersion: 2 }), reason: 'unparseable' },
    {
      given: 'a sequence that is no number',
      signed: ours.sign({ ...numbered(6), sequence: 'NaN' }),
      reason: 'unparseable',
    },
    { given: 'a sequence below 1', signed: ours.sign(numbered(-1)), reason: 'unparseable' },
    { given: 'text that is no JSON', signed: ours.signText('{'), reason: 'unparseable' },
    { given: 'nothing', signed: null, reason: 'unparseable' },
    { given: 'a string', signed: 'bundle', reason: 'unparseable' },
    ...[0.01, 0.5, 0.99].map((share) => ({
      given: `${share * 100} % of it`,
      signed: truncate(next, share),
      reason: 'bad_signature',
    })),
  ])(
    'R21: given $given, then it is refused ($reason), counted, said, and the old one stays',
    async ({ signed, reason }) => {
      expect(await memory.accept(0, signed)).toEqual({ ok: false, reason });
      expect(memory.sequenceOf(0)).toBe(5);
      expect(memory.links()?.get('*/r/a')?.release?.number).toBe(5);
      expect(parts.counters.bundlesRefused).toMatchObject({ [reason]: 1 });
      expect(parts.logged.at(-1)).toBe(JSON.stringify({ message: 'bundle refused', shard: 0, reason }));
    },
  );

  test('R21: given the same bundle again, as push and pull bring it, then nothing changes, and it is no refusal', async () => {
    expect(await memory.accept(0, ours.sign(numbered(5)))).toEqual({ ok: false, reason: 'already_held' });
    expect(totalOf(parts.counters.bundlesRefused)).toBe(0);
    expect(parts.logged).toEqual([]);
  });

  test('R21: given a signature written in another way, then it is refused', async () => {
    // The last character before the padding stands for two bits and four that mean nothing.
    const sibling = String.fromCharCode(next.signature.charCodeAt(85) + 1);
    const padless = next.signature.slice(0, 86);
    for (const signature of [` ${next.signature}`, padless, `${padless.slice(0, 85)}${sibling}==`]) {
      expect(Buffer.from(signature, 'base64')).toEqual(Buffer.from(next.signature, 'base64'));
      expect(await memory.accept(0, { ...next, signature })).toEqual({ ok: false, reason: 'bad_signature' });
    }
  });

  test('R21: given a text longer than any bundle, then it is refused before anybody reads it', async () => {
    const signed = ours.signText(' '.repeat(MOST_BUNDLE_BYTES + 1));
    expect(await memory.accept(0, signed)).toEqual({ ok: false, reason: 'too_large' });
  });

  test('R21: given any one of 200 bytes flipped, then it is refused', async () => {
    for (let i = 0; i < 200; i += 1) {
      const at = Math.floor((i / 200) * next.payload.length);
      expect(await memory.accept(0, flip(next, at))).toEqual({ ok: false, reason: 'bad_signature' });
    }
    expect(memory.sequenceOf(0)).toBe(5);
  });

  test('R21: given the next one, then it is in force', async () => {
    expect(await memory.accept(0, next)).toEqual({ ok: true });
    expect(memory.state()).toEqual({
      edge: 'edge-1',
      environment: 'test',
      shards: [{ shard: 0, sequence: 6, acceptedAtMs: 1_000 }],
      releases: { exp_a: 6 },
    });
  });

  test('R21: given two newer ones at once, then the newest ends in force, whichever is verified first', async () => {
    await Promise.all([memory.accept(0, ours.sign(numbered(8))), memory.accept(0, ours.sign(numbered(7)))]);
    expect(memory.sequenceOf(0)).toBe(8);
  });

  test('R19: given one invalid release among good ones, then only that one is held back, and said', async () => {
    const releases = [{ ...aRelease({ number: 6 }), agents: [] }, aRelease({ experimentId: 'exp_b' })];
    const links = { '*/r/a': 'exp_a', '*/r/b': 'exp_b' };
    expect(await memory.accept(0, ours.sign(numbered(6, { releases, links })))).toEqual({ ok: true });
    expect(memory.state().releases).toEqual({ exp_a: 5, exp_b: 1 });
    expect(parts.counters.releasesHeldBack).toEqual({ invalid: 1, older_than_held: 0 });
    expect(parts.logged.join()).toContain('release held back');
  });

  test('R19: given an experiment in two shards, then its state is the older of its releases', async () => {
    await memory.accept(1, ours.sign(numbered(9, { shard: 1, links: { '*/r/other': 'exp_a' } })));
    expect(memory.state().releases).toEqual({ exp_a: 5 });
    expect(memory.links()?.get('*/r/other')?.release?.number).toBe(9);
  });

  test('R19: given another shard that names the same address, then the newer bundle has it', async () => {
    await memory.accept(1, ours.sign(numbered(9, { shard: 1, issuedAtMs: 1 })));
    expect(memory.links()?.get('*/r/a')?.release?.number).toBe(5);
  });
});

describe('hostOf', () => {
  test('R3: given no host with links of its own, then the header is not even read', async () => {
    const { memory } = createMemory();
    const read = () => {
      throw new Error('read');
    };
    expect(memory.hostOf({ header: read })).toBe('*');
  });

  test.each([
    { header: 'go.brand.example', host: 'go.brand.example' },
    { header: 'GO.Brand.Example:443', host: 'go.brand.example' },
    { header: 'go.brand.example.', host: 'go.brand.example' },
    { header: 'go.brand.example.:8443', host: 'go.brand.example' },
    { header: 'go.brand.example:', host: 'go.brand.example' },
    { header: 'go.brand.example..', host: '*' },
    { header: 'go.brand.example:1:2', host: '*' },
    { header: 'evil.example', host: '*' },
    { header: null, host: '*' },
  ])('R3: given a brand’s host and the header $header, then links are those of $host', async ({ header, host }) => {
    const { memory } = createMemory();
    await memory.accept(0, ours.sign({ ...numbered(1), hosts: ['go.brand.example'] }));
    expect(memory.hostOf({ header: () => header })).toBe(host);
  });
});
