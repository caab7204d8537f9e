import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { splitAdvice, splitWarnings } = await import('./split-advice.ts');

test.each([
  { given: [5000, 5000], gives: null },
  { given: [5000, 4900], gives: 'Weights add up to 99%. Add 1% to any agent, or scale to 100%.' },
  { given: [5000, 5050], gives: 'Weights add up to 100.5%. Take 0.5% from any agent, or scale to 100%.' },
  { given: [5000, null], gives: 'One weight is no number. Write each as a percentage, such as 33.33.' },
])('given weights $given, then $gives', ({ given, gives }) => {
  expect(splitAdvice(given)).toBe(gives);
});

test('given a weight under the exploration minimum, then it is named with both numbers (W5)', () => {
  const shares = [
    { letter: 'C', weightBasisPoints: 9800 },
    { letter: 'D', weightBasisPoints: 200 },
  ];
  expect(splitWarnings(shares, 500)).toEqual(['D at 2% is under the 5% minimum. The optimizer will lift it.']);
});
