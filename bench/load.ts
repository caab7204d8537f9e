/**
 * The load: a process of its own, so that it takes no time from what it measures. Plain sockets, because a general HTTP
 * client costs more than the server under test. Each connection sends its next request when it has the answer to the
 * last: answers have no body, so an empty line ends each.
 *
 * Usage: node bench/load.ts <port> <seconds> <connections> <GET or HEAD> [<links> <bytes of a query>]. Prints one line of JSON,
 * a `LoadResult`.
 */
import { connect } from 'node:net';
import { createTargets } from './flat/targets.ts';

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly notRedirects: number;
}

const [port = 0, seconds = 1, connections = 1] = process.argv.slice(2, 5).map(Number);
const method = process.argv[5] ?? 'GET';
const WARM_UP_MS = 500;
const BUCKET_MICROSECONDS = 10;
const latencies = new Uint32Array(200_000); // in buckets of 10 µs, up to 2 s

let measured = 0;
let notRedirects = 0;
let isMeasuring = false;
let isOver = false;

/** How many links and how long a query, where the bench is about that. */
const [links = 0, queryBytes = 0] = process.argv.slice(6, 8).map(Number);

/** As an affiliate's link is: some thirty different ones for each connection, so that nothing can be remembered whole. */
const usualTargetOf = (connection: number, number: number): string =>
  `/aff_c?offer_id=1048&aff_id=${1000 + (number % 30)}&source=fb&aff_sub=summer&aff_sub2=ad-${number % 7}` +
  `&utm_source=partner&utm_content=102${connection.toString(16).padStart(4, '0')}${number.toString(16).padStart(23, '0')}` +
  '&first_name=Jo+Ann&zip=94107';

const spreadTargetOf = createTargets(Math.max(1, links), queryBytes);

const requestOf = (connection: number, number: number): string => {
  const target = links > 0 ? spreadTargetOf(number * connections + connection) : usualTargetOf(connection, number);
  return `${method} ${target} ${REST}`;
};

const REST =
  'HTTP/1.1\r\nHost: go.example.com\r\n' +
  'User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1\r\n' +
  'Accept: text/html,application/xhtml+xml\r\nAccept-Language: en-US,en;q=0.9\r\nReferer: https://blog.example.com/post\r\n\r\n';

function open(connection: number): void {
  let number = 0;
  let sentAt = 0;
  let tail = '';
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const send = () => {
    if (isOver) return socket.destroy();
    sentAt = performance.now();
    socket.write(requestOf(connection, number++), 'latin1');
  };
  socket.on('connect', send);
  socket.on('data', (chunk) => {
    const text = tail + chunk.toString('latin1');
    if (!text.endsWith('\r\n\r\n')) {
      tail = text;
      return;
    }
    tail = '';
    if (isMeasuring) count(text, performance.now() - sentAt);
    send();
  });
}

function count(answer: string, ms: number): void {
  measured += 1;
  if (!answer.startsWith('HTTP/1.1 302')) notRedirects += 1;
  const bucket = Math.min(latencies.length - 1, Math.floor((ms * 1_000) / BUCKET_MICROSECONDS));
  latencies[bucket] = (latencies[bucket] ?? 0) + 1;
}

function percentileMs(share: number): number {
  let seen = 0;
  for (let bucket = 0; bucket < latencies.length; bucket += 1) {
    seen += latencies[bucket] ?? 0;
    if (seen >= measured * share) return ((bucket + 1) * BUCKET_MICROSECONDS) / 1_000;
  }
  return Number.NaN;
}

for (let connection = 0; connection < connections; connection += 1) open(connection);
setTimeout(() => {
  isMeasuring = true;
  const startedAt = performance.now();
  setTimeout(() => {
    const requestsPerSecond = measured / ((performance.now() - startedAt) / 1_000);
    isMeasuring = false;
    isOver = true;
    const result: LoadResult = { requestsPerSecond, p50Ms: percentileMs(0.5), p99Ms: percentileMs(0.99), notRedirects };
    console.log(JSON.stringify(result));
    setTimeout(() => process.exit(0), 50);
  }, seconds * 1_000);
}, WARM_UP_MS);
