import { type BuyerEvent, MICROS_PER_UNIT } from '@alyson/schema';
import type { CsvColumn } from '../../http/mount-csv.ts';

/** What a buyer reported in a file, its columns named as in the panel. */
export const EVENT_COLUMNS: readonly CsvColumn<BuyerEvent>[] = [
  { name: 'Received', value: (event) => event.receivedAt },
  { name: 'Happened', value: (event) => event.occurredAt },
  { name: 'Buyer', value: (event) => event.buyerName },
  { name: 'Kind', value: (event) => event.kind },
  { name: 'Event id', value: (event) => event.eventId },
  { name: 'Lead id', value: (event) => event.leadId },
  { name: 'Refers to', value: (event) => event.refersTo },
  { name: 'utm_content', value: (event) => event.utmContent },
  { name: 'Amount', value: ({ amount }) => amount && amount.amountMicros / MICROS_PER_UNIT },
  { name: 'Currency', value: ({ amount }) => amount?.currency ?? null },
  {
    name: 'Adds to revenue',
    value: ({ effectMicros }) => (effectMicros === null ? null : effectMicros / MICROS_PER_UNIT),
  },
  { name: 'Experiment', value: (event) => event.experimentName },
  { name: 'Agent', value: (event) => event.agentLetter },
  { name: 'Click id', value: (event) => event.clickId },
  { name: 'Clicked', value: (event) => event.clickedAt },
  { name: 'Orphan because', value: (event) => event.orphanCause },
  { name: 'Withdrawn', value: (event) => event.withdrawnAt },
];
