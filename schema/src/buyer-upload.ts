import * as z from 'zod';
import { BuyerId, idOf } from './ids.ts';
import { MappingField } from './mapping.ts';
import { Timestamp } from './time.ts';

/** `csv` with names in its first row, separated by comma, semicolon or tab; `ndjson` with one document a line. */
export const UploadFormat = z.enum(['csv', 'ndjson']);
export type UploadFormat = z.infer<typeof UploadFormat>;

/** `waiting`: stored, and counts nothing until a person applies it. `discarded`: its rows are gone. */
export const UploadState = z.enum(['waiting', 'applying', 'applied', 'discarded']);
export type UploadState = z.infer<typeof UploadState>;

/** What came of the rows that are done; events, where a row tells of several. */
export const UploadTally = z.object({
  rows: z.int(),
  accepted: z.int(),
  orphan: z.int(),
  duplicate: z.int(),
  skipped: z.int(),
  faulty: z.int(),
});
export type UploadTally = z.infer<typeof UploadTally>;

/** Why a row could not be read; its other events do not count either. */
export const RowFault = z.object({
  /** From 1, the names of a CSV not counted. */
  row: z.int(),
  field: MappingField.nullable(),
  detail: z.string(),
});
export type RowFault = z.infer<typeof RowFault>;

export const BuyerUpload = z.object({
  id: idOf('buyerUpload'),
  buyerId: BuyerId,
  fileName: z.string(),
  format: UploadFormat,
  size: z.int(),
  rows: z.int(),
  parts: z.int(),
  partsDone: z.int(),
  state: UploadState,
  mappingVersion: z.int().nullable(),
  tally: UploadTally,
  faults: z.array(RowFault),
  createdAt: Timestamp,
  createdBy: z.string(),
  finishedAt: Timestamp.nullable(),
});
export type BuyerUpload = z.infer<typeof BuyerUpload>;
