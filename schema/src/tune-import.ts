import * as z from 'zod';
import { idOf } from './ids.ts';
import { Timestamp } from './time.ts';
import { TuneRecordKind } from './tune-export.ts';

export const TuneImportId = idOf('tuneImport');

/** Where an import comes from: TUNE's API, recorded answers of it, or a table. */
export const TuneImportOrigin = z.enum(['api', 'json', 'csv']);
export type TuneImportOrigin = z.infer<typeof TuneImportOrigin>;

export const TuneImportState = z.enum(['reading', 'ready', 'failed']);
export type TuneImportState = z.infer<typeof TuneImportState>;

/** Where the reading of TUNE's API stands: which kind, and which of its pages comes next. */
export const TuneReading = z.object({
  kind: TuneRecordKind,
  page: z.int().min(1),
  /** Null before the first answer of this kind. */
  pageCount: z.int().nullable(),
});
export type TuneReading = z.infer<typeof TuneReading>;

export const TuneImport = z.object({
  id: TuneImportId,
  origin: TuneImportOrigin,
  state: TuneImportState,
  createdAt: Timestamp,
  createdBy: z.string(),
  finishedAt: Timestamp.nullable(),
  reading: TuneReading.nullable(),
  /** How many of each kind were read. */
  counts: z.object({ offer: z.int(), offer_url: z.int(), campaign: z.int(), creative: z.int(), tiny_url: z.int() }),
  /** Why it failed, in words. */
  failure: z.string().nullable(),
  /** What could not be read, in words; the first hundred. */
  warnings: z.array(z.string()),
});
export type TuneImport = z.infer<typeof TuneImport>;

/** The most text that can be given at once; a whole network of thousands of offers is far below it. */
export const MOST_TUNE_TEXT = 16 * 1024 * 1024;

/**
 * The columns of a table, in TUNE's words: one line a creative, an offer URL, an offer or a short link, as far as its
 * columns go. What stands in several lines may be repeated.
 */
export const TUNE_TABLE_COLUMNS = [
  'campaign_id',
  'campaign_name',
  'campaign_status',
  'campaign_type',
  'custom_weights',
  'optimization',
  'creative_id',
  'creative_status',
  'custom_weight',
  'offer_id',
  'offer_name',
  'offer_status',
  'offer_default_url',
  'is_seo_friendly_301',
  'redirect_offer_id',
  'offer_url_id',
  'offer_url_name',
  'offer_url_status',
  'offer_url',
  'short_hash',
  'short_url',
] as const;

export const NewTuneImport = z.discriminatedUnion('origin', [
  z.object({ origin: z.literal('api') }),
  z.object({
    origin: z.enum(['json', 'csv']),
    /** A recorded answer of TUNE's API, several in an array or one a line; or a table with a header. */
    text: z.string().min(1, 'is missing').max(MOST_TUNE_TEXT),
  }),
]);
export type NewTuneImport = z.infer<typeof NewTuneImport>;

/** How TUNE's API is reached. The token is never shown again. */
export const TuneConnection = z.object({
  networkId: z.string(),
  connectedAt: Timestamp,
  connectedBy: z.string(),
});
export type TuneConnection = z.infer<typeof TuneConnection>;

export const ConnectTune = z.object({
  networkId: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/, "must be TUNE's network id, such as acme of acme.hasoffers.com"),
  apiToken: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{8,200}$/, 'must be the key that TUNE shows under API keys: 8 to 200 visible characters'),
});
export type ConnectTune = z.infer<typeof ConnectTune>;
