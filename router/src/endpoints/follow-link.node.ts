import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { OWN_SEGMENTS } from '@alyson/schema';
import type { RoutedClick } from '../domain/route-click.ts';
import { type NodeHost, NodeInbound } from '../io/inbound.node.ts';
import {
  answerClick,
  type ClickDeps,
  ClickRequest,
  isFollowed,
  isRecorded,
  REDIRECT_HEADERS,
  recordOf,
} from './follow-link.ts';

export interface ClickListenerDeps extends ClickDeps {
  readonly machine: NodeHost;
  /** Keeps a click; the answer waits for `onKept`. */
  readonly record: (click: string, onKept: () => void) => void;
}

/**
 * Clicks on Node, straight from its own server: the way through `Request` and `Response` takes longer than the click
 * itself. Whatever is one of the router's own addresses, or no GET or HEAD, goes to `others`.
 */
export function createClickListener(deps: ClickListenerDeps, others: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    if (!isFollowed(incoming.method ?? '') || isOwnAddress(incoming.url ?? '')) return others(incoming, outgoing);
    follow(deps, incoming, outgoing);
  };
}

function follow(deps: ClickListenerDeps, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const request = new ClickRequest(deps, new NodeInbound(incoming, deps.machine));
  const click = answerClick(deps, request);
  const record = isRecorded(deps, request, click) ? recordOf(deps, request, click) : null;
  if (record === null) send(outgoing, click);
  else deps.record(record, () => send(outgoing, click));
}

const FIXED_HEADERS = Object.entries(REDIRECT_HEADERS).flat();

function send(outgoing: ServerResponse, { status, location, cookies }: RoutedClick): void {
  const headers = ['location', location, ...FIXED_HEADERS];
  if (cookies !== null) for (const cookie of cookies) headers.push('set-cookie', cookie);
  outgoing.writeHead(status, headers).end();
}

const LINK_SEGMENTS: ReadonlySet<string> = new Set(['aff_ad', 'aff_c', 'aff_r', 'r']);
const ENDS_SEGMENT = /[/?]/;

/** Whether a request is for one of the router's own addresses, and not for a link. */
function isOwnAddress(url: string): boolean {
  if (url.startsWith('/aff_c?') || url.startsWith('/r/')) return false;
  const [first = ''] = url.slice(1).split(ENDS_SEGMENT, 1);
  return OWN_SEGMENTS.has(first) && !LINK_SEGMENTS.has(first);
}
