import { expect, test } from 'vitest';
import { faultSentence } from './issue-message.ts';

test.each([
  ['Name', 'is missing', 'Name is missing.'],
  ['Schedule', 'rate() takes a whole number', 'rate() takes a whole number.'],
  ['Split', 'Weights add up to 99%.', 'Weights add up to 99%.'],
  [undefined, 'is missing', 'This is missing.'],
])('given the field %s and "%s", then %s', (label, message, sentence) =>
  expect(faultSentence(label, message)).toBe(sentence),
);
