import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RoutedClick } from '../domain/route-click.ts';
import type { Inbound } from '../io/inbound.ts';
import {
  answerClick,
  type ClickDeps,
  ClickRequest,
  isClick,
  isRecorded,
  noteFault,
  REDIRECT_HEADERS,
  recordOf,
} from './follow-link.ts';

export interface ClickListenerDeps extends ClickDeps {
  readonly readInbound: (incoming: IncomingMessage) => Inbound;
  /** Keeps a click; the answer waits for `onKept`. */
  readonly record: (click: string, onKept: () => void) => void;
}

/**
 * Clicks on Node, straight from its own server: `Request` and `Response` are not made for them. All else goes to `others`.
 */
export function createClickListener(deps: ClickListenerDeps, others: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    if (!isClick(incoming.method ?? '', incoming.url ?? '')) return others(incoming, outgoing);
    try {
      follow(deps, incoming, outgoing);
    } catch (fault) {
      noteFault(deps, fault);
      send(outgoing, { status: 302, location: deps.fallbackUrl, cookies: null });
    }
  };
}

function follow(deps: ClickListenerDeps, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const request = new ClickRequest(deps, deps.readInbound(incoming));
  const click = answerClick(deps, request);
  const record = isRecorded(deps, request, click) ? recordOf(deps, request, click) : null;
  if (record === null) send(outgoing, click);
  else deps.record(record, () => send(outgoing, click));
}

type Redirect = Pick<RoutedClick, 'status' | 'location' | 'cookies'>;

const FIXED_HEADERS = Object.entries(REDIRECT_HEADERS).flat();

function send(outgoing: ServerResponse, { status, location, cookies }: Redirect): void {
  const headers = ['location', location, ...FIXED_HEADERS];
  if (cookies !== null) for (const cookie of cookies) headers.push('set-cookie', cookie);
  outgoing.writeHead(status, headers).end();
}
