import { expect, test } from 'vitest';
import { statusOf } from './status.ts';

test.each([
  { state: 'running', heldSince: null, gives: 'running' },
  { state: 'running', heldSince: '2026-11-18T00:00:00.000Z', gives: 'held' },
  { state: 'paused', heldSince: '2026-11-18T00:00:00.000Z', gives: 'paused' },
  { state: 'scheduled', heldSince: null, gives: 'scheduled' },
  { state: 'archived', heldSince: null, gives: 'archived' },
] as const)('given $state, held since $heldSince, then $gives', ({ gives, ...experiment }) => {
  expect(statusOf(experiment)).toBe(gives);
});
