import type { Instant } from '@alyson/schema';
import type { Reader } from '../../mapping/find-reader.ts';
import { type EventsReading, readEvents } from '../../mapping/read-events.ts';
import { readPayload } from '../../mapping/read-payload.ts';

/** What is kept of a report that says how to read it. */
export interface StoredPayload {
  body: Uint8Array;
  headers: Readonly<Record<string, string>>;
  /** Method, path and query; null where there was no query. */
  request: string | null;
}

/** A buyer's report as events, or what keeps it from being read: from what is stored of it alone, so that it can be read anew. */
export function readReport({ mapping }: Reader, stored: StoredPayload, receivedAt: Instant): EventsReading {
  const payload = readPayload({
    body: stored.body,
    contentType: stored.headers['content-type'] ?? null,
    query: /^[^?]*\?(.*)$/s.exec(stored.request ?? '')?.[1] ?? '',
  });
  if (payload.ok) return readEvents(mapping, payload.payload, receivedAt);
  return { ok: false, faults: [{ field: null, pointer: '#', detail: payload.detail }] };
}
