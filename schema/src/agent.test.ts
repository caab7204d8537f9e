import { expect, test } from 'vitest';
import { agentLetter } from './agent.ts';

test.each([
  [1, 'A'],
  [2, 'B'],
  [26, 'Z'],
  [27, 'AA'],
  [28, 'AB'],
  [52, 'AZ'],
  [53, 'BA'],
  [702, 'ZZ'],
  [703, 'AAA'],
  [3843, 'EQU'],
])('given agent number %d, then its letter is %s', (number, letter) => expect(agentLetter(number)).toBe(letter));

test('given all numbers that an agent may have, then no two share a letter', () => {
  const letters = Array.from({ length: 3843 }, (_, i) => agentLetter(i + 1));
  expect(new Set(letters).size).toBe(3843);
});
