import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Callback } from '../inbox.ts';

/*
 * A call in a file: one line of JSON with all but the body, a line feed, the body's own bytes. Readable by a person, and
 * the body stays what its signature was made over.
 */

const Head = z.object({
  version: z.literal(1),
  receivedAt: z.int(),
  sender: z.string().nullable(),
  method: z.string(),
  target: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Of the body: a disk that lost part of it is found out. */
  sha256: z.string(),
});

const LINE_FEED = 0x0a;

export function encodeCallback({ body, ...rest }: Callback): Uint8Array {
  const head: z.infer<typeof Head> = { version: 1, ...rest, sha256: sha256(body) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

/** @returns null where the bytes are not those of a call, whole */
export function decodeCallback(bytes: Buffer): Callback | null {
  const end = bytes.indexOf(LINE_FEED);
  const { data } = Head.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(end, 0))));
  if (!data) return null;
  const { version: _, sha256: expected, ...rest } = data;
  const body = new Uint8Array(bytes.subarray(end + 1));
  return sha256(body) === expected ? { ...rest, body } : null;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
