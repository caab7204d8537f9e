import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, TuneRecordKind } from '@alyson/schema';
import { readAnswer } from '../domain/tune/read-answer.ts';
import { createCallBudget } from './tune/call-budget.ts';
import { type Tune, type TuneAccess, TuneFault, type TunePage } from './tune.ts';

/** Which of TUNE's methods lists a kind. Ad groups are read by the type that splits clicks. */
const METHODS: Readonly<Record<TuneRecordKind, { target: string; method: string; filters?: Record<string, string> }>> =
  {
    offer: { target: 'Offer', method: 'findAll', filters: { 'filters[status][NOT_EQUAL_TO]': 'deleted' } },
    offer_url: { target: 'OfferUrl', method: 'findAll', filters: { 'filters[status][NOT_EQUAL_TO]': 'deleted' } },
    campaign: { target: 'AdManager', method: 'findAllCampaigns', filters: { 'filters[type]': 'link' } },
    creative: { target: 'AdManager', method: 'findAllCreatives' },
    tiny_url: { target: 'TinyUrl', method: 'findAll' },
  };

const PAGE_ROWS = 500;
const TIMEOUT_MS = 30_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** After TUNE's own limit was hit: its window is ten seconds. */
const BUSY_WAIT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const MOST_TRIES = 5;

export interface HttpTuneOptions {
  /** TUNE's address, with `{network}` where the network id stands. */
  url: string;
  now(): Instant;
  /** 0 up to 1: spreads retries of several processes. */
  random(): number;
  wait?(ms: number): Promise<unknown>;
}

/**
 * TUNE's API v3. It answers errors under HTTP 200, takes 50 calls in ten seconds (we make 40), and large lists may time out.
 * The token stands in the query, and TUNE repeats it in its answer: neither is logged, kept, or part of an error.
 */
export function createHttpTune({ url, now, random, wait = sleep }: HttpTuneOptions): Tune {
  const budgetOf = createCallBudget({ now, wait });
  return {
    async readPage(access, kind, page) {
      const address = addressOf(url, access, kind, page);
      for (let tries = 1; ; tries += 1) {
        await budgetOf(access.networkId);
        const outcome = await ask(address, access);
        if (!('waitMs' in outcome)) return outcome;
        if (tries === MOST_TRIES) throw new TuneFault('unreachable', `${outcome.detail} Tried ${tries} times.`);
        const longer = outcome.isBusy ? 1 : 2 ** (tries - 1);
        await wait(outcome.waitMs * longer * (1 + random() / 2));
      }
    },
  };
}

function addressOf(url: string, { networkId, token }: TuneAccess, kind: TuneRecordKind, page: number): string {
  const { target, method, filters = {} } = METHODS[kind];
  const address = new URL(`${url.replace('{network}', networkId)}/Apiv3/json`);
  const parameters = { NetworkId: networkId, Target: target, Method: method, ...filters };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  address.searchParams.set('limit', String(PAGE_ROWS));
  address.searchParams.set('page', String(page));
  address.searchParams.set('NetworkToken', token);
  return address.href;
}

interface Retry {
  waitMs: number;
  isBusy: boolean;
  detail: string;
}

async function ask(address: string, { token }: TuneAccess): Promise<TunePage | Retry> {
  const answer = await fetchText(address);
  if ('waitMs' in answer) return answer;
  if (answer.status === 401 || answer.status === 403)
    throw new TuneFault(
      'refused',
      `TUNE does not let this key in (HTTP ${answer.status}). Keys can be bound to addresses.`,
    );
  const read = readAnswer(parse(answer.text));
  switch (read.kind) {
    case 'rows':
      return { rows: read.rows, pageCount: read.pageCount };
    case 'busy':
      return {
        waitMs: BUSY_WAIT_MS,
        isBusy: true,
        detail: 'TUNE’s limit of calls stays reached; something else uses it up.',
      };
    case 'refused':
      throw new TuneFault('refused', `TUNE says: ${read.detail.replaceAll(token, '***')}`);
    case 'unreadable':
      return retry(`TUNE answered what is no answer of its API (HTTP ${answer.status}).`);
    default:
      return read satisfies never;
  }
}

const retry = (detail: string): Retry => ({ waitMs: FIRST_RETRY_MS, isBusy: false, detail });

async function fetchText(address: string): Promise<{ status: number; text: string } | Retry> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(address, { headers: { accept: 'application/json' }, redirect: 'error', signal });
    if (answer.status >= 500 || answer.status === 429) {
      await answer.body?.cancel();
      return retry(`TUNE answered HTTP ${answer.status}.`);
    }
    return { status: answer.status, text: await readText(answer) };
  } catch (error) {
    if (error instanceof TuneFault) throw error;
    // Never the error itself: it may quote the address, and the token stands in it.
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    return retry(isLate ? 'TUNE did not answer in time.' : 'TUNE cannot be reached, or broke off.');
  }
}

async function readText(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new TuneFault('refused', 'TUNE’s answer is larger than 64 MiB. Import it from files.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
