/** What came, in the form that expressions see. */
export interface Payload {
  body: unknown;
  query: Readonly<Record<string, string>>;
  /** Of the lists in it: how many elements there are at most to go through. */
  listElements: number;
}

/** A report's bytes and what says how to read them. */
export interface RawPayload {
  body: Uint8Array;
  /** The `content-type` header; null where none was kept: then it is JSON. */
  contentType: string | null;
  /** The address's query, without its `?`; empty where there was none. */
  query: string;
}

export type PayloadReading = { ok: true; payload: Payload } | { ok: false; detail: string };

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;
/** Longer than any field may be: a text is cut here, so that no expression works on more. */
const LONGEST_TEXT = 16_385;

/** The language knows a value's type by this member, so a payload's own cannot be there. */
const UNREADABLE = 'constructor';

/** A JSON document, the fields of a form, or, where there is no body, the parameters of the address. */
export function readPayload({ body, contentType, query }: RawPayload): PayloadReading {
  const parameters = toFields(query);
  if (body.length === 0 && query !== '')
    return { ok: true, payload: { body: parameters, query: parameters, listElements: 0 } };
  const text = decodeText(body);
  if (text === null) return { ok: false, detail: 'is not UTF-8' };
  if (FORM.test(contentType ?? ''))
    return { ok: true, payload: { body: toFields(text), query: parameters, listElements: 0 } };
  const document = parseJson(text);
  if (document === undefined) return { ok: false, detail: 'is not JSON in UTF-8' };
  return { ok: true, payload: { query: parameters, ...trim(document) } };
}

/** One row of a file. */
export function payloadOfRow(row: unknown): Payload {
  return { query: {}, ...trim(row) };
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Of a name that comes twice, the first. */
function toFields(text: string): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text))
    if (!fields.has(name) && name !== UNREADABLE) fields.set(name, value.slice(0, LONGEST_TEXT));
  return Object.fromEntries(fields);
}

/** @returns undefined for what is no JSON */
export function parseJson(text: string): unknown {
  try {
    // Ids beyond the safe integers would come out as others: they stay exact, as whole numbers of the language.
    return /\d{16}/.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d{16,40}$/.test(source) ? BigInt(source) : value;
}

/** Cuts texts that are too long for any field, and counts what loops would go through. */
function trim(document: unknown): { body: unknown; listElements: number } {
  const root = { body: document };
  let listElements = 0;
  const open: object[] = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    if (Array.isArray(next)) listElements += next.length;
    Reflect.deleteProperty(next, UNREADABLE);
    for (const [key, value] of Object.entries(next)) {
      if (typeof value === 'object' && value !== null) open.push(value);
      else if (typeof value === 'string' && value.length > LONGEST_TEXT)
        Reflect.set(next, key, value.slice(0, LONGEST_TEXT));
    }
  }
  return { body: root.body, listElements };
}
