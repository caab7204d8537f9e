/**
 * Clicks at a steady rate whatever the answers do, in a thread of its own, so that nothing else this process does is taken
 * for the router's time. Started by click-client.ts.
 */
import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { BROWSER_USER_AGENT } from '../e2e/browser-user-agent.ts';
import { type ClickRecord, clock } from './click-log.ts';

/** What the thread is told. */
export type ClickOrder =
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'rate'; readonly perSecond: number }
  | { readonly kind: 'stop' };

export interface ClickTask {
  readonly port: number;
  readonly perSecond: number;
  /** A link that takes more parameters, e.g. `/aff_c?offer_id=1048`. */
  readonly link: string;
  /** Begins every token. */
  readonly name: string;
}

const TICK_MS = 5;
const TIMEOUT_MS = 15_000;
const MOST_SOCKETS = 512;

const { link, name, ...task } = workerData as ClickTask;
const agent = new Agent({ keepAlive: true, maxSockets: MOST_SOCKETS });
const records: ClickRecord[] = [];
let { port, perSecond } = task;
let number = 0;
let underWay = 0;
let isOver = false;
/** From when on the rate counts, and what was sent before. */
let since = clock();
let sentBefore = 0;

function click(): void {
  const token = `${name}-${number++}`;
  const sentAt = clock();
  const to = port;
  underWay += 1;
  const end = (status: number, location = '', fault = '') => {
    if (!isLeft) return;
    isLeft = false;
    underWay -= 1;
    records.push({ token, port: to, sentAt, ms: clock() - sentAt, status, location, fault });
  };
  let isLeft = true;
  const path = `${link}&utm_content=${token}`;
  const headers = { 'user-agent': BROWSER_USER_AGENT };
  const sent = request({ agent, host: '127.0.0.1', port: to, path, headers, timeout: TIMEOUT_MS }, (answer) => {
    answer.resume();
    answer.once('end', () => end(answer.statusCode ?? 0, answer.headers.location));
    answer.once('error', (error) => end(0, '', error.message));
  });
  sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
  sent.once('error', (error) => end(0, '', error.message));
  sent.end();
}

const ticking = setInterval(() => {
  const due = sentBefore + ((clock() - since) * perSecond) / 1_000;
  while (!isOver && number < due) click();
  if (!isOver || underWay > 0) return;
  clearInterval(ticking);
  agent.destroy();
  parentPort?.postMessage(records);
  parentPort?.close();
}, TICK_MS);

parentPort?.on('message', (order: ClickOrder) => {
  switch (order.kind) {
    case 'port':
      port = order.port;
      return;
    case 'rate':
      sentBefore = number;
      since = clock();
      perSecond = order.perSecond;
      return;
    case 'stop':
      isOver = true;
      return;
    default:
      order satisfies never;
  }
});
