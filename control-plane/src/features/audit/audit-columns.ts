import type { AuditEntry } from '@alyson/schema';
import type { CsvColumn } from '../../http/mount-csv.ts';

/** A change in a file, its columns named as in the panel; before and after are JSON. */
export const AUDIT_COLUMNS: readonly CsvColumn<AuditEntry>[] = [
  { name: 'Time', value: (entry) => entry.at },
  { name: 'Who', value: (entry) => entry.actor.name },
  { name: 'Kind of actor', value: (entry) => entry.actor.kind },
  { name: 'Action', value: (entry) => entry.action },
  { name: 'Object', value: (entry) => entry.objectName },
  { name: 'Object id', value: (entry) => entry.objectId },
  { name: 'Reason', value: (entry) => entry.reason },
  { name: 'Before', value: ({ before }) => toText(before) },
  { name: 'After', value: ({ after }) => toText(after) },
  { name: 'Request id', value: (entry) => entry.requestId },
];

const toText = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
