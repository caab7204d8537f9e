import { createHash, createHmac } from 'node:crypto';
import { CALLBACK_HEADERS, callbackSigningText } from '@alyson/schema';
import type { TestControlPlane } from './test-control-plane.ts';

export interface EdgeCall {
  /** Path and query. */
  target: string;
  method?: 'GET' | 'POST';
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  receivedAt?: number;
  sender?: string;
  /** The click that a cookie of its browser proved. */
  pixelClick?: string;
  /** The edge's token; another one makes a forged call. */
  token?: string;
}

/** A buyer's call as an edge passes it on, signed with the edge's token (R26). */
export function callAsEdge(plane: TestControlPlane, call: EdgeCall): Promise<Response> {
  const { target, body, method = body === undefined ? 'GET' : 'POST' } = call;
  return plane.request(target, {
    method,
    headers: { ...call.headers, ...receiptHeaders(plane, { ...call, method }) },
    ...(body !== undefined && { body }),
  });
}

/** Only what the edge adds. */
export function receiptHeaders(
  plane: TestControlPlane,
  {
    target,
    method = 'POST',
    body = '',
    receivedAt = plane.clock.now,
    sender = '203.0.113.7',
    pixelClick,
    token,
  }: EdgeCall,
): Record<string, string> {
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const text = callbackSigningText({ receivedAt, sender, method, target, pixelClick: pixelClick ?? null }, bodySha256);
  const key = token ?? plane.deps.config.tokens.edge;
  return {
    [CALLBACK_HEADERS.receivedAt]: String(receivedAt),
    [CALLBACK_HEADERS.sender]: sender,
    [CALLBACK_HEADERS.target]: target,
    ...(pixelClick !== undefined && { [CALLBACK_HEADERS.pixelClick]: pixelClick }),
    [CALLBACK_HEADERS.signature]: `v1=${createHmac('sha256', key).update(text).digest('hex')}`,
  };
}
