import { beforeAll, describe, expect, test } from 'vitest';
import { createCounters } from '../src/counters.ts';
import { sipKeyOf } from '../src/domain/sip-hash.ts';
import { answerClick, type ClickDeps, ClickRequest, isRecorded, recordOf } from '../src/endpoints/follow-link.ts';
import { readClickHead } from '../src/io/click-head.ts';
import { type NodeHost, NodeInbound } from '../src/io/inbound.node.ts';
import { createReleaseMemory } from '../src/release-memory.ts';
import { signFuzzBundle } from './fuzz/landing-pages.ts';
import { words } from './fuzz/raw-request.ts';
import { createSigner } from './signed-bundle.ts';

const MACHINE: NodeHost = { edge: 'local', addressHeader: null, placeOf: null };

const SHORT = 1024;
const LONG = 16 * 1024;
/** Work that grows with the length takes less than this for any of these texts, with its square more, and at once. */
const SUSPECT_NS = 1_500_000;
/** What grows with the length is 16 times as much, with its square 256 times. */
const MOST_GROWTH = 80;
/** A pause of a busy machine adds to a time, and never to all of so many. */
const TRIES = 20;

/** What makes one pattern or another try again and again: a piece repeated between a start and an end that fits nothing. */
const STARTS = ['', 'a@', '{'];
const PIECES = [
  ...words('{ } {x} %7b %7Bx%7D % %F0%9F %ff + . @ .a@ @. a. a- - 1 1- ( ) +1 %20 / // : :1 = & &= &amp; amp; ;'),
  ...words('http:// https://ok.example.com/ xn--a. Version/1 Version/1. Android Mobile bot preview prefetc {source} #'),
  ...[' ', '; ', 'Android ', 'Mozilla/5.0 ('],
];
const ENDS = ['', '!', '@', ' '];

let deps: ClickDeps & { readonly edge: string };

beforeAll(async () => {
  const signer = createSigner();
  const counters = createCounters();
  const log = () => {};
  const now = () => 1_790_000_060_000;
  const keys = new Map([[signer.keyId, signer.raw]]);
  const releases = createReleaseMemory({ edge: 'local', environment: 'test', keys, now, counters, log });
  expect(await releases.accept(0, signFuzzBundle(signer))).toEqual({ ok: true });
  const signing = { number: 1, key: sipKeyOf(new Uint8Array(16).fill(7)) };
  deps = { releases, signing, fallbackUrl: '/x', now, random: () => [1, 2], counters, log, edge: 'local' };
});

/** All that the router does with a request. */
function follow(url: string, headers: Record<string, string>): void {
  const inbound = new NodeInbound({ method: 'GET', url, headers, socket: { remoteAddress: '192.0.2.7' } }, MACHINE);
  const request = new ClickRequest(deps, inbound);
  const click = answerClick(deps, request);
  if (isRecorded(deps, request, click)) recordOf(deps, request, click);
}

const PLACES: Readonly<Record<string, (text: string) => void>> = {
  'the path': (text) => follow(`/r/${text}`, {}),
  'a query': (text) => follow(`/r/fixed?${text}`, {}),
  'the key': (text) => follow(`/r/bare-in-path?utm_content=${text}&transaction_id=${text}`, {}),
  'a sub id': (text) => follow(`/r/bare-in-path?aff_sub=${text}&utm_content=k`, {}),
  'a deep link': (text) => follow(`/r/deep-link?url=${text}&utm_content=k`, {}),
  "a deep link's host": (text) => follow(`/r/deep-link?url=https://${text}&utm_content=k`, {}),
  "a deep link's path": (text) => follow(`/r/deep-link?url=https%3A%2F%2Fok.example.com%2F${text}`, {}),
  'the target': (text) => follow(text, {}),
  'a proxy target': (text) => follow(`http://${text}`, {}),
  'User-Agent': (text) => follow('/r/macros-in-query?utm_content=k', { 'user-agent': text }),
  Referer: (text) => follow('/r/plain?utm_content=k', { referer: text }),
  'Accept-Language': (text) => follow('/r/plain?utm_content=k', { 'accept-language': text }),
  Purpose: (text) => follow('/r/plain?utm_content=k', { purpose: text }),
  Cookie: (text) => follow('/r/visitor?utm_content=k', { cookie: text }),
  'a cookie of ours': (text) =>
    follow('/r/visitor?utm_content=k', { cookie: `alyson_visitor=${text}; alyson_16=${text}` }),
  Host: (text) => follow('/r/plain?utm_content=k', { host: text }),
  'a head that Node refused': (text) =>
    void readClickHead(`GET /${text} HTTP/1.1\r\nHost: a\r\n${text}: ${text}\r\n\r\n`),
};

function workNs(act: () => void): number {
  const startedAt = process.hrtime.bigint();
  act();
  return Number(process.hrtime.bigint() - startedAt);
}

/**
 * How much more work the long text is; 0 where it is too little to be anything but linear. Whatever else the machine did can
 * only add to a time, so the least counts, and what looks like too much is tried again.
 */
function growthOf(act: (text: string) => void, textOf: (length: number) => string): number {
  const [short, long] = [textOf(SHORT), textOf(LONG)];
  let [shortNs, longNs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < TRIES; i += 1) {
    longNs = Math.min(
      longNs,
      workNs(() => act(long)),
    );
    if (longNs <= SUSPECT_NS) return 0;
    for (let j = 0; j < 3; j += 1)
      shortNs = Math.min(
        shortNs,
        workNs(() => act(short)),
      );
    if (longNs / shortNs <= MOST_GROWTH) return longNs / shortNs;
  }
  return longNs / shortNs;
}

describe('ASVS 1.3.12: no pattern on the way of a click tries again and again', () => {
  test.each(Object.entries(PLACES))(
    'given 16 kB of anything in %s instead of 1, then the work grows no faster',
    (_, act) => {
      const tooMuch: string[] = [];
      for (const start of STARTS)
        for (const piece of PIECES)
          for (const end of ENDS) {
            const growth = growthOf(act, (length) => start + piece.repeat(Math.ceil(length / piece.length)) + end);
            if (growth > MOST_GROWTH)
              tooMuch.push(`${JSON.stringify(`${start}${piece}…${end}`)}: ${Math.round(growth)} times`);
          }
      expect(tooMuch).toEqual([]);
    },
  );
});
