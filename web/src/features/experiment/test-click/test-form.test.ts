import { expect, test } from 'vitest';
import { emptyTestForm, readTestForm } from './test-form.ts';

test('given what is known of a click, then the API is told that, and of the rest that it is not known', () => {
  const read = readTestForm({ ...emptyTestForm, url: '/r/x', country: 'us', device: 'mobile', at: '2026-11-22T09:00' });
  expect(read).toEqual({
    request: {
      url: '/r/x',
      release: 'in_force',
      visitor: { country: 'US', region: null, deviceClass: 'mobile', os: null, browser: null, language: null },
      keptAgentId: null,
      at: new Date('2026-11-22T09:00').toISOString(),
    },
  });
});

test.each([
  { form: { url: ' ' }, path: 'url', text: 'The link is missing.' },
  { form: { url: '/r/x', country: 'USA' }, path: 'visitor.country', text: /Country is longer/ },
])('given $form, then $path says what is wrong', ({ form, path, text }) => {
  const read = readTestForm({ ...emptyTestForm, ...form });
  expect('faults' in read && read.faults.get(path)).toMatch(text);
});
