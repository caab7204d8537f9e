import { expect, test } from 'vitest';
import { pointerToPath } from './json-pointer.ts';

test.each([
  { given: '#/agents/0/landingUrl', gives: 'agents.0.landingUrl' },
  { given: '/name', gives: 'name' },
  { given: '#/a~1b/c~0d', gives: 'a/b.c~d' },
  { given: '#', gives: null },
  { given: '', gives: null },
])('given pointer "$given", then path $gives (C2)', ({ given, gives }) => {
  expect(pointerToPath(given)).toBe(gives);
});
