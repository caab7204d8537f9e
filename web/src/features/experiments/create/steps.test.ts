import { expect, test } from 'vitest';
import { createSearch, stepOf } from './steps.ts';

test.each([
  { given: 'name', gives: 'links' },
  { given: 'links.1.value', gives: 'links' },
  { given: 'agents.0.landingUrl', gives: 'agents' },
  { given: 'agents.0.weightBasisPoints', gives: 'split' },
  { given: 'agents.root', gives: 'split' },
  { given: 'agents', gives: 'split' },
  { given: 'optimization.floorBasisPoints', gives: 'optimize' },
  { given: 'gradingSchedule.expression', gives: 'schedule' },
  { given: 'constructor', gives: null },
])('given a fault at $given, then the step to go to is $gives', ({ given, gives }) => {
  expect(stepOf(given)).toBe(gives);
});

test('given an unknown step in the address, then the form begins at its beginning', () => {
  expect(createSearch.parse({ step: 'teleport' }).step).toBeUndefined();
});
