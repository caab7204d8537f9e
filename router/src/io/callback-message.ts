import * as z from 'zod';
import type { Callback } from './inbox.ts';

/** A call as a message of a queue: JSON, so that a person can read what was set aside; only the body is base64. */
const CallbackMessage = z.object({
  receivedAt: z.int(),
  sender: z.string().nullable(),
  method: z.string(),
  target: z.string(),
  headers: z.record(z.string(), z.string()),
  bodyBase64: z.base64(),
});
export type CallbackMessage = z.infer<typeof CallbackMessage>;

export const toMessage = ({ body, ...rest }: Callback): CallbackMessage => ({ ...rest, bodyBase64: encode(body) });

/** @returns null for what is no call */
export function fromMessage(message: unknown): Callback | null {
  const { data } = CallbackMessage.safeParse(message);
  if (!data) return null;
  const { bodyBase64, ...rest } = data;
  return { ...rest, body: Uint8Array.from(atob(bodyBase64), (character) => character.charCodeAt(0)) };
}

const PART = 8_192;

/** In parts: so many arguments at once would overflow the stack. */
function encode(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += PART)
    text += String.fromCharCode(...bytes.subarray(from, from + PART));
  return btoa(text);
}
