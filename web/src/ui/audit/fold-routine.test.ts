import type { AuditEntry } from '@alyson/schema';
import { expect, test } from 'vitest';
import { foldRoutine } from './fold-routine.ts';

const entries = (...actions: string[]) => actions.map((action, index) => ({ id: String(index), action }) as AuditEntry);
const shape = (...actions: string[]) =>
  foldRoutine(entries(...actions)).map((row) => (row.kind === 'entry' ? row.entry.action : row.entries.length));

const RUN = 'run.started';
const MOVED = 'buyer_event.moved_to_its_lead';

test('given routine entries in a row, then they stand in one row, and nothing else is folded', () => {
  expect(shape(RUN, MOVED, RUN, 'experiment.held', RUN)).toEqual([3, 'experiment.held', RUN]);
});

test('given few of them, then each stands for itself', () => {
  expect(shape(RUN, MOVED, 'experiment.held')).toEqual([RUN, MOVED, 'experiment.held']);
});
