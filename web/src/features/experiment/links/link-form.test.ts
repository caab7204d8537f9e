import { ProblemError } from '@alyson/schema';
import { expect, test } from 'vitest';
import { emptyLinkForm, linkFaultsOf, linkFormOf, readLinkForm } from './link-form.ts';

const tune = { isBeforeTune: true, tuneHost: ' Acme.go2cloud.org ', tuneOfferId: '7' };

test('given a link that TUNE follows, then the API gets hosts in lower case, and a form of it reads the same', () => {
  const form = { ...emptyLinkForm, value: 'solar', ...tune, pixelCookie: true, deepLinkHosts: 'www.A.com\n b.com,' };
  const read = readLinkForm(form);
  expect(read).toEqual({
    link: {
      kind: 'slug',
      value: 'solar',
      host: null,
      unit: 'utm_content',
      presetQuery: '',
      handBackUrl: null,
      pixelCookie: true,
      deepLinkHosts: ['www.a.com', 'b.com'],
      beforeTune: { host: 'acme.go2cloud.org', offerId: '7', clickIdParameter: 'aff_sub5' },
    },
  });
  if ('link' in read) expect(readLinkForm(linkFormOf({ ...read.link, id: 'lnk_x' as never }))).toEqual(read);
});

test.each([
  { form: { value: '' }, field: 'value', text: 'Slug is missing.' },
  { form: { kind: 'path', value: 'a' }, field: 'host', text: /Host is missing/ },
  { form: { value: 'a', isBeforeTune: true, tuneOfferId: '7' }, field: 'tuneHost', text: /TUNE's host must be/ },
  { form: { value: 'a', deepLinkHosts: 'not a host!' }, field: 'deepLinkHosts', text: /One of the hosts must be/ },
] as const)('given $form, then $field says what is wrong', ({ form, field, text }) => {
  const read = readLinkForm({ ...emptyLinkForm, ...form });
  expect('faults' in read && read.faults.get(field)).toMatch(text);
});

test('given the server’s faults, then they stand at their fields', () => {
  const problem = new ProblemError('validation_failed', undefined, [
    { pointer: '#/beforeTune/host', detail: 'leads back' },
    { pointer: '#/value', detail: 'is used already' },
  ]);
  expect([...linkFaultsOf({ ...emptyLinkForm, kind: 'short' }, problem)]).toEqual([
    ['tuneHost', "TUNE's host leads back."],
    ['value', "TUNE's hash is used already."],
  ]);
});
