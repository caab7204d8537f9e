import type { ClickSummary } from '@alyson/schema';
import type { CsvColumn } from '../../http/mount-csv.ts';

/** A click in a file, its columns named as in the panel. */
export const CLICK_COLUMNS: readonly CsvColumn<ClickSummary>[] = [
  { name: 'Time', value: (click) => click.at },
  { name: 'Click id', value: (click) => click.id },
  { name: 'utm_content', value: (click) => click.utmContent },
  { name: 'Experiment', value: (click) => click.experimentName },
  { name: 'Agent', value: (click) => click.agentLetter },
  { name: 'Release', value: (click) => click.releaseNumber },
  { name: 'Reason', value: (click) => click.reason },
  { name: 'Affiliate', value: (click) => click.affiliateId },
  { name: 'Source', value: (click) => click.source },
  { name: 'Country', value: (click) => click.country },
  { name: 'Device', value: (click) => click.deviceClass },
  { name: 'Browser', value: (click) => click.browser },
  { name: 'Bot', value: (click) => click.isBot },
  { name: 'Bot reason', value: (click) => click.botReason },
  { name: 'Outcome', value: (click) => click.outcome },
  { name: 'Stored', value: (click) => click.storedAt },
];
