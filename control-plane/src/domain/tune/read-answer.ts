/** One row of an answer: TUNE's wrappers with their fields, such as `{ Offer: { id: "1", … } }`. */
export type TuneRow = Readonly<Record<string, unknown>>;

export type TuneAnswer =
  | {
      readonly kind: 'rows';
      readonly rows: readonly TuneRow[];
      /** Null where the answer is not paged: then it is whole. */
      readonly pageCount: number | null;
      readonly count: number | null;
    }
  | { readonly kind: 'busy'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string }
  /** No answer of TUNE's at all. */
  | { readonly kind: 'unreadable' };

/**
 * Reads an answer of TUNE's API, whatever its HTTP status: success is `response.status` 1 and nothing else. Paged and
 * unpaged answers have different shapes, and what is empty is `[]` instead of `{}`.
 */
export function readAnswer(body: unknown): TuneAnswer {
  const response = isObject(body) ? body['response'] : undefined;
  if (!isObject(response)) return { kind: 'unreadable' };
  if (Number(response['status']) !== 1) return readRefusal(response);
  const { data } = response;
  const isPaged = isObject(data) && 'pageCount' in data;
  const inner = isPaged ? data['data'] : data;
  return {
    kind: 'rows',
    rows: rowsOf(inner),
    pageCount: isPaged ? Number(data['pageCount']) || 0 : null,
    count: isPaged ? Number(data['count']) || 0 : null,
  };
}

function readRefusal(response: Record<string, unknown>): TuneAnswer {
  const errors = [response['errors'] ?? []].flat();
  const texts = [...errors.map(messageOf), textOf(response['errorMessage'])].filter((text) => text !== '');
  const detail = (texts[0] ?? 'TUNE gives no reason.').slice(0, 300);
  return texts.some((text) => /rate limit/i.test(text)) ? { kind: 'busy', detail } : { kind: 'refused', detail };
}

const messageOf = (error: unknown): string =>
  isObject(error) ? textOf(error['publicMessage'] ?? error['err_msg']) : textOf(error);

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const rowsOf = (inner: unknown): TuneRow[] =>
  (Array.isArray(inner) ? inner : isObject(inner) ? Object.values(inner) : []).filter(isObject);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
