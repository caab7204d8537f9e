import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one call. */
type TuneFailure =
  /** HTTP 200 with the text of the rate limit. */
  | 'rate_limit'
  /** HTTP 504, as large reports get. */
  | 'gateway_timeout'
  /** HTTP 200 with a page of HTML. */
  | 'garbage'
  /** The connection breaks in the middle of the answer. */
  | 'half_answer'
  /** An error that quotes the token. */
  | 'token_in_error'
  /** Everything at once, in the shape without pages. */
  | 'unpaged';

type Fields = Record<string, unknown>;

/** A network's things, with the fields that TUNE gives them. */
export interface TuneNetworkData {
  offers?: readonly Fields[];
  offerUrls?: readonly Fields[];
  campaigns?: readonly Fields[];
  creatives?: readonly Fields[];
  tinyUrls?: readonly Fields[];
}

export interface FakeTuneApi {
  /** With `{network}` for nothing: all networks are here. */
  readonly url: string;
  /** Every call that was made, as `Target::method page`. */
  readonly calls: string[];
  /** When each call came, by the fake's clock. */
  readonly times: number[];
  /** The next calls go wrong, one each. */
  misbehave(...failures: TuneFailure[]): void;
  /** From now on the network is this. */
  hold(data: TuneNetworkData): void;
  close(): Promise<void>;
}

interface Options {
  networkId: string;
  token: string;
  data?: TuneNetworkData;
  /** Rows of a page, whatever limit is asked for: so that few rows make many pages. */
  pageRows?: number;
  now?: () => number;
}

const LISTS: Readonly<Record<string, { wrapper: string; of(data: TuneNetworkData): readonly Fields[] | undefined }>> = {
  'Offer::findAll': { wrapper: 'Offer', of: (data) => data.offers },
  'OfferUrl::findAll': { wrapper: 'OfferUrl', of: (data) => data.offerUrls },
  'AdManager::findAllCampaigns': { wrapper: 'AdCampaign', of: (data) => data.campaigns },
  'AdManager::findAllCreatives': { wrapper: 'AdCampaignCreative', of: (data) => data.creatives },
  'TinyUrl::findAll': { wrapper: 'TinyUrl', of: (data) => data.tinyUrls },
};

/** The allowance of TUNE's own: more calls get the rate limit's text. */
const CALLS = 50;
const WINDOW_MS = 10_000;

/**
 * TUNE's API v3 on the wire: errors under HTTP 200, ids as text, `[]` for what is empty, two shapes for lists, the token
 * repeated in every answer, and the limit of calls. It misbehaves on request.
 */
export async function startFakeTuneApi({
  networkId,
  token,
  data = {},
  pageRows,
  now = Date.now,
}: Options): Promise<FakeTuneApi> {
  const calls: string[] = [];
  const times: number[] = [];
  const failures: TuneFailure[] = [];
  let held = data;

  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://tune.example').searchParams;
    const method = `${query.get('Target')}::${query.get('Method')}`;
    const page = Number(query.get('page') ?? 1);
    calls.push(`${method} ${page}`);
    const recent = times.filter((time) => time > now() - WINDOW_MS).length;
    times.push(now());
    const echo = Object.fromEntries(query);
    const refuse = (message: string) => send(response, echo, refusal(message));

    const failure = failures.shift();
    switch (failure) {
      case 'gateway_timeout':
        response.writeHead(504).end('<html>Gateway Time-out</html>');
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
        return;
      case 'half_answer':
        response.writeHead(200, { 'content-length': '9999' }).write('{"response":{"sta');
        setImmediate(() => response.destroy());
        return;
      case 'token_in_error':
        return refuse(`The key ${query.get('NetworkToken')} is not allowed here`);
      case 'rate_limit':
        return refuse(`${method}: API usage exceeded rate limit.  Configured: 50/10s window; Your usage: 51.`);
      default:
        if (recent >= CALLS)
          return refuse('API usage exceeded rate limit.  Configured: 50/10s window; Your usage: 51.');
    }
    if (request.url?.split('?')[0] !== '/Apiv3/json') return void response.writeHead(404).end();
    if (query.get('NetworkId') !== networkId)
      return send(response, echo, {
        errors: { publicMessage: 'Network id is not valid' },
        link: 'https://example.com',
      });
    if (query.get('NetworkToken') !== token) return refuse('API key is not valid');
    const list = LISTS[method];
    if (!list) return refuse(`Method ${method} is not callable`);
    const rows = (list.of(held) ?? []).filter((fields) => matches(fields, query));
    const limit = pageRows ?? Number(query.get('limit'));
    const isPaged = failure !== 'unpaged' && query.has('limit');
    const shown = isPaged ? rows.slice((page - 1) * limit, page * limit) : rows;
    const byId = Object.fromEntries(shown.map((fields) => [String(fields['id']), { [list.wrapper]: fields }]));
    const inner = shown.length === 0 ? [] : byId;
    const paged = { page, current: 0, count: rows.length, pageCount: Math.ceil(rows.length / limit), data: inner };
    send(response, echo, { status: 1, httpStatus: 200, data: isPaged ? paged : inner, errors: [], errorMessage: null });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    times,
    misbehave: (...more) => void failures.push(...more),
    hold: (next) => {
      held = next;
    },
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** The two forms of filter that are asked for. */
function matches(fields: Fields, query: URLSearchParams): boolean {
  for (const [name, value] of query) {
    const [, field = '', operator] = /^filters\[(\w+)\](?:\[(\w+)\])?$/.exec(name) ?? [];
    if (field === '') continue;
    if (operator === 'NOT_EQUAL_TO' ? fields[field] === value : fields[field] !== value) return false;
  }
  return true;
}

const refusal = (message: string) => ({
  status: -1,
  httpStatus: 200,
  data: '',
  errors: [{ publicMessage: message }],
  errorMessage: message,
});

function send(response: ServerResponse, echo: Record<string, string>, body: unknown): void {
  const request = { ...echo, Format: 'json', Service: 'HasOffers', Version: '2' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ request, response: body }));
}
