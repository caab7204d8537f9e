import { TUNE_TABLE_COLUMNS } from '@alyson/schema';
import { type ReadRecord, readRecord } from './read-record.ts';

/** One line of a table, by its column's name. */
export type TableLine = Readonly<Record<string, string>>;

/** Other names under which exports and people write a column. */
const ALIASES: Readonly<Record<string, string>> = {
  ad_campaign_id: 'campaign_id',
  ad_group_id: 'campaign_id',
  ad_group: 'campaign_name',
  ad_group_name: 'campaign_name',
  ad_campaign_creative_id: 'creative_id',
  weight: 'custom_weight',
  weight_percent: 'custom_weight',
  url_id: 'offer_url_id',
  creative_url_id: 'offer_url_id',
  url_name: 'offer_url_name',
  landing_page: 'offer_url',
  default_url: 'offer_default_url',
  hash: 'short_hash',
  tiny_url: 'short_hash',
};

/** `Offer URL ID` and `offer_url_id` are one column. */
export function columnOf(header: string): string {
  const name = header
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return ALIASES[name] ?? name;
}

/** What one line holds. @returns nothing for an empty line */
export function readLine(line: TableLine): ReadRecord[] {
  if (Object.values(line).every((text) => text.trim() === '')) return [];
  const found = [...campaignOf(line), ...offerOf(line), ...offerUrlOf(line), ...creativeOf(line), ...shortOf(line)];
  return found.length > 0 ? found : [{ record: null, problem: 'names no ad group, offer or short link' }];
}

const has = (line: TableLine, ...columns: string[]): boolean => columns.every((column) => (line[column] ?? '') !== '');

const campaignOf = (line: TableLine): ReadRecord[] =>
  has(line, 'campaign_id')
    ? [
        readRecord('campaign', {
          id: line['campaign_id'],
          name: line['campaign_name'] || `Ad group ${line['campaign_id']}`,
          status: line['campaign_status'] || 'active',
          type: line['campaign_type'] || 'link',
          // A table that gives weights means them.
          custom_weights: line['custom_weights'] || (line['custom_weight'] === undefined ? '0' : '1'),
          optimization: line['optimization'] || '0',
        }),
      ]
    : [];

const offerOf = (line: TableLine): ReadRecord[] =>
  has(line, 'offer_id', 'offer_default_url')
    ? [
        readRecord('offer', {
          id: line['offer_id'],
          name: line['offer_name'] || `Offer ${line['offer_id']}`,
          status: line['offer_status'] || 'active',
          offer_url: line['offer_default_url'],
          is_seo_friendly_301: line['is_seo_friendly_301'],
          redirect_offer_id: line['redirect_offer_id'],
        }),
      ]
    : [];

const offerUrlOf = (line: TableLine): ReadRecord[] =>
  has(line, 'offer_id', 'offer_url_id', 'offer_url') && line['offer_url_id'] !== '0'
    ? [
        readRecord('offer_url', {
          id: line['offer_url_id'],
          offer_id: line['offer_id'],
          name: line['offer_url_name'] || `URL ${line['offer_url_id']}`,
          status: line['offer_url_status'] || 'active',
          offer_url: line['offer_url'],
        }),
      ]
    : [];

const creativeOf = (line: TableLine): ReadRecord[] =>
  has(line, 'campaign_id', 'creative_id')
    ? [
        readRecord('creative', {
          id: line['creative_id'],
          ad_campaign_id: line['campaign_id'],
          offer_id: line['offer_id'],
          offer_url_id: line['offer_url_id'],
          status: line['creative_status'] || 'active',
          custom_weight: line['custom_weight'],
        }),
      ]
    : [];

const shortOf = (line: TableLine): ReadRecord[] =>
  has(line, 'short_hash', 'short_url')
    ? [
        readRecord('tiny_url', {
          hash: (line['short_hash'] ?? '').replace(/^.*\//, ''),
          url: line['short_url'],
        }),
      ]
    : [];

/** @returns what is missing for a table to be one of TUNE's, in words; null where it will do */
export function refuseColumns(columns: readonly string[]): string | null {
  if (columns.some((column) => KEYS.has(column))) return null;
  return `The first line must name the columns, as far as there are: ${TUNE_TABLE_COLUMNS.join(', ')}.`;
}

/** Without one of these a line names nothing. */
const KEYS: ReadonlySet<string> = new Set(['campaign_id', 'offer_id', 'short_hash']);
