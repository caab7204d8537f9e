import { ChangeTuneSetup } from '@alyson/schema';
import { expect, test } from 'vitest';
import { faultsOf, readEntries, toEntries } from './tune-entries.ts';

test('given entries apart by anything, then each is read, and they are shown one a line', () => {
  expect(readEntries(' 26, 27\n\n28\t29 ')).toEqual(['26', '27', '28', '29']);
  expect(readEntries('  ')).toEqual([]);
  expect(toEntries(['192.0.2.7', '192.0.2.0/24'])).toBe('192.0.2.7\n192.0.2.0/24');
});

test('given wrong entries, then each field says which is wrong', () => {
  const given = { securityToken: 'x', offerIds: ['26', 'a'], addresses: ['192.0.2.300'], currency: null };
  const { error } = ChangeTuneSetup.safeParse(given);
  if (!error) return expect.fail();
  expect(faultsOf(error)).toEqual({
    securityToken: 'It must be 32 hexadecimal digits, as TUNE shows it.',
    offerIds: "Entry 2 must be TUNE's offer id, a whole number above 0.",
    addresses:
      'Entry 1 must be an address such as 192.0.2.7, a range such as 192.0.2.0-255, or a subnet such as 192.0.2.0/24.',
  });
});
