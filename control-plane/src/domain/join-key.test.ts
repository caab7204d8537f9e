import { describe, expect, test } from 'vitest';
import { formsOfKey } from './join-key.ts';

describe('formsOfKey (R16)', () => {
  test.each([
    { given: 'a plain key', key: 'abc-123', forms: ['abc-123'] },
    { given: 'a plus', key: 'a+b', forms: ['a+b', 'a b'] },
    { given: 'an escaped plus', key: 'a%2Bb', forms: ['a%2Bb', 'a+b'] },
    { given: 'an escape in lower case', key: 'a%2fb', forms: ['a%2fb', 'a/b'] },
    { given: 'plus and escaped plus', key: 'a+b%2Bc', forms: ['a+b%2Bc', 'a+b+c', 'a b+c'] },
    { given: 'UTF-8', key: 'caf%C3%A9', forms: ['caf%C3%A9', 'café'] },
    { given: 'letters beyond ASCII as they are', key: 'café%20x', forms: ['café%20x', 'caf%C3%A9%20x', 'café x'] },
    { given: 'malformed escapes', key: '100%+%zz%4', forms: ['100%+%zz%4', '100% %zz%4'] },
    { given: 'an escape that decodes to an escape', key: '%2541', forms: ['%2541', '%41'] },
    { given: 'bytes that are not UTF-8', key: 'caf%E9', forms: ['caf%E9'] },
    { given: 'an escaped NUL', key: 'a%00b', forms: ['a%00b'] },
    { given: 'a NUL as it is', key: 'a\0b', forms: [] },
    { given: 'half a surrogate pair', key: 'a\ud800b', forms: [] },
    { given: 'a byte order mark', key: '%EF%BB%BFa', forms: ['%EF%BB%BFa', '\ufeffa'] },
  ])('given $given, then its forms are $forms', ({ key, forms }) => expect(formsOfKey(key)).toEqual(forms));
});
