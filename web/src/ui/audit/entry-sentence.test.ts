import type { AuditEntry } from '@alyson/schema';
import { expect, test } from 'vitest';
import { entrySentence } from './entry-sentence.ts';

const said = (entry: Partial<AuditEntry>) => {
  const { verb, tail } = entrySentence({ before: null, after: null, ...entry } as AuditEntry);
  return `${verb} X ${tail}`.trim();
};

test.each([
  { given: { action: 'experiment.started', after: { releaseNumber: 1 } }, gives: 'started X with release 1' },
  { given: { action: 'experiment.held' }, gives: 'held X' },
  { given: { action: 'agent.turned_off', after: { letter: 'B' } }, gives: 'turned off agent B of X' },
  {
    given: { action: 'experiment.changed', after: { mode: 'auto', attributionWindowDays: 30 } },
    gives: 'changed mode and attribution window days of X',
  },
  { given: { action: 'experiment.rolled_back', after: { rollbackOf: 11 } }, gives: 'rolled back X to release 11' },
  { given: { action: 'buyer.secret_rolled' }, gives: 'secret rolled buyer X' },
  { given: { action: 'constructor.toString' }, gives: 'toString constructor X' },
])('given $given.action, then "$gives" (C3)', ({ given, gives }) => {
  expect(said(given)).toBe(gives);
});
