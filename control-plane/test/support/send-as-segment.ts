import { createHmac } from 'node:crypto';
import type { TestControlPlane } from './test-control-plane.ts';

/** A source as Segment's webhook destination sees it: an address and a shared secret. */
export interface TestSource {
  id: string;
  path: string;
  secret: string;
}

let made = 0;

export async function addSource(plane: TestControlPlane, token?: string): Promise<TestSource> {
  made += 1;
  const { source, secret } = await plane.client(token).createSegmentSource({ body: { name: `Source ${made}` } });
  return { id: source.id, path: new URL(source.webhookUrl).pathname, secret };
}

/** Posts a body as Segment does, signed whole under `header`. */
export function send(
  plane: TestControlPlane,
  { path, secret }: TestSource,
  body: unknown,
  { header = 'x-signature', signed = body }: { header?: 'x-signature' | 'x-segment-signature'; signed?: unknown } = {},
): Promise<Response> {
  const signature = createHmac('sha1', secret).update(JSON.stringify(signed)).digest('hex');
  const headers = { 'content-type': 'application/json', [header]: signature };
  return plane.request(path, { method: 'POST', body: JSON.stringify(body), headers });
}

/** A page view as analytics.js reports it. @param key  the page's `utm_content` */
export function pageView(key: string, changes: Record<string, unknown> = {}) {
  made += 1;
  return {
    type: 'page',
    messageId: `ajs-next-${made}`,
    anonymousId: 'a1',
    name: 'Solar quiz',
    properties: { url: `https://pages.example/a?utm_content=${key}` },
    context: { campaign: { content: key }, page: { search: `?utm_content=${key}` } },
    ...changes,
  };
}

export const quizEvent = (
  event: 'Quiz Started' | 'Quiz Submitted',
  key: string,
  changes: Record<string, unknown> = {},
) =>
  pageView(key, { type: 'track', name: undefined, event, properties: { utm_content: key }, context: {}, ...changes });
