import { ClickDelivery, endpoints, messageOf } from '@alyson/schema';

/** What became of one delivery. */
export type Delivery =
  /** Stored now or before, but for the rejected ones, which never will be. */
  | { readonly kind: 'delivered'; readonly rejected: ClickDelivery['rejected'] }
  /** The delivery as a whole will never be taken: too large, or one of its clicks cannot even be read. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** The control plane met a fault of its own: perhaps because of one of these clicks. */
  | { readonly kind: 'failed'; readonly detail: string }
  /** Not now. */
  | { readonly kind: 'unreachable'; readonly detail: string };

/** Hands clicks, as the JSON texts they travel as, to the control plane. Never throws. */
export type DeliverClicks = (clicks: readonly string[]) => Promise<Delivery>;

export interface DeliverClicksOptions {
  readonly apiUrl: string;
  readonly edgeToken: string;
  /** In whose books these clicks are; none where no router keeps any. */
  readonly ledgerId?: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

/** A 4xx that no repetition changes. The others are a token, an address or a rate that a person will put right. */
const REFUSALS = new Set([400, 413, 415, 422]);

export function createDeliverClicks(options: DeliverClicksOptions): DeliverClicks {
  const { apiUrl, edgeToken, ledgerId, fetch, timeoutMs } = options;
  const url = apiUrl + endpoints.deliverClicks.path;
  const headers = { authorization: `Bearer ${edgeToken}`, 'content-type': 'application/json' };
  const begin = ledgerId === undefined ? '{"clicks":[' : `{"ledgerId":${JSON.stringify(ledgerId)},"clicks":[`;
  return async (clicks) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: `${begin}${clicks.join()}]}`,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return readAnswer(response.status, await response.text(), clicks.length);
    } catch (error) {
      return { kind: 'unreachable', detail: messageOf(error) };
    }
  };
}

function readAnswer(status: number, body: string, sent: number): Delivery {
  if (REFUSALS.has(status)) return { kind: 'refused', detail: `status ${status}` };
  if (status === 500) return { kind: 'failed', detail: 'status 500' };
  if (status < 200 || status > 299) return { kind: 'unreachable', detail: `status ${status}` };
  const answer = ClickDelivery.safeParse(JSON.parse(body));
  if (!answer.success) return { kind: 'unreachable', detail: 'the answer is not a delivery report' };
  // Every click must be accounted for. A text that is more than one click spoils the count of its whole delivery, so it is
  // looked for like any other that is to blame.
  const { stored, duplicates, rejected } = answer.data;
  if (stored + duplicates + rejected.length !== sent)
    return { kind: 'failed', detail: 'the answer does not account for every click' };
  return { kind: 'delivered', rejected };
}
