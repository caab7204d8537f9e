/** TUNE as far as a click meets it: records the click, fills in the offer URL's macros, and redirects. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface TuneClick {
  readonly transactionId: string;
  /** Form-decoded, as TUNE reports them. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface FakeTune {
  readonly port: number;
  /** Every click it has recorded, and would pay for. */
  readonly clicks: readonly TuneClick[];
  stop(): Promise<void>;
}

const MACRO = /\{([a-z0-9_]+)\}/g;

/**
 * @param offerUrls  templates by `url_id`; the one of `0` is the offer's default
 */
export async function startFakeTune(offerUrls: Readonly<Record<string, string>>): Promise<FakeTune> {
  const clicks: TuneClick[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://tune.example');
    const parameters = new Map(url.searchParams);
    const template = offerUrls[parameters.get('url_id') ?? '0'] ?? offerUrls['0'];
    if (url.pathname !== '/aff_c' || !parameters.has('offer_id') || template === undefined) {
      response.writeHead(200).end(); // the white page
      return;
    }
    const transactionId = `102${clicks.length.toString(16).padStart(27, '0')}`;
    clicks.push({ transactionId, parameters });
    const known = new Map([...parameters, ['transaction_id', transactionId]]);
    // An empty value for what is missing, and every value percent-encoded.
    const location = template.replaceAll(MACRO, (_, name: string) => encodeURIComponent(known.get(name) ?? ''));
    response.writeHead(302, { location }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    clicks,
    async stop() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
