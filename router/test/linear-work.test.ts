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

const SHORT = 2 * 1024;
const LONG = 32 * 1024;
/** Work that grows with the length is 16 times as much, with its square 256 times; a busy machine blurs both. */
const MOST_GROWTH = 80;
/** A handful of clicks' worth: below it, a pause of the machine is all that is seen. */
const LEAST_NS = 300_000;

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

/** How much more work the long text is. Whatever else the machine did can only add to a time: the least of several counts. */
function growthOf(act: (text: string) => void, textOf: (length: number) => string): number {
  const [short, long] = [textOf(SHORT), textOf(LONG)];
  let least = { short: Number.POSITIVE_INFINITY, long: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 12; i += 1) {
    least = {
      short: Math.min(
        least.short,
        workNs(() => act(short)),
      ),
      long: Math.min(
        least.long,
        workNs(() => act(long)),
      ),
    };
    if (least.long < LEAST_NS) return 0;
    if (i > 1 && least.long / least.short <= MOST_GROWTH) break;
  }
  return least.long / least.short;
}

describe('ASVS 1.3.12: no pattern on the way of a click tries again and again', () => {
  test.each(Object.entries(PLACES))(
    'given 32 kB of anything in %s instead of 2, then the work grows no faster',
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
    60_000,
  );
});
