import type { DataKeys } from '../io/data-keys.ts';

/** What a call said, as it came. */
export interface ReportBytes {
  /** Method, path and query where they say something, without any secret. */
  request: string | null;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The same as its row keeps it; `sealedBy` null: from before there were keys. */
export interface KeptReport extends ReportBytes {
  id: string;
  head: Uint8Array | null;
  sealedBy: string | null;
}

type Head = Pick<ReportBytes, 'request' | 'headers'>;

/** A report for its row: what the caller sent is sealed, for this row alone. Lists read its head without its body. */
export function sealReport<
  R extends { id: string; request?: string | null | undefined } & Omit<ReportBytes, 'request'>,
>(keys: DataKeys, report: R): Omit<R, keyof ReportBytes> & KeptReport {
  const { id, request = null, headers } = report;
  const head = keys.seal(Buffer.from(JSON.stringify({ request, headers } satisfies Head)), headPlace(id));
  const body = keys.seal(report.body, bodyPlace(id));
  return { ...report, request: null, headers: {}, head: head.bytes, body: body.bytes, sealedBy: body.keyId };
}

/** @throws ProblemError `data_key_missing` */
export function openHead(keys: DataKeys, { id, request, headers, head, sealedBy }: Omit<KeptReport, 'body'>): Head {
  if (head === null) return { request, headers };
  return JSON.parse(Buffer.from(keys.open({ keyId: sealedBy, bytes: head }, headPlace(id))).toString('utf8')) as Head;
}

/** @throws ProblemError `data_key_missing` */
export const openBody = (
  keys: DataKeys,
  { id, body, sealedBy }: Pick<KeptReport, 'id' | 'body' | 'sealedBy'>,
): Uint8Array => keys.open({ keyId: sealedBy, bytes: body }, bodyPlace(id));

const headPlace = (id: string): string => `buyer_reports.head:${id}`;
const bodyPlace = (id: string): string => `buyer_reports.body:${id}`;
