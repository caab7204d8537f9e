import { expect, test } from 'vitest';
import { tableCsv } from './table-csv.ts';

test('given text with commas and quotes, then it is quoted and numbers stay raw', () =>
  expect(tableCsv(['Agent', 'RPC'], [['B, the "short" one', 2.0625]])).toBe(
    'Agent,RPC\r\n"B, the ""short"" one",2.0625\r\n',
  ));

test.each(['=1+1', '+1', '-1', '@x'])('given text a spreadsheet would run (%s), then it is disarmed', (text) =>
  expect(tableCsv(['h'], [[text]])).toBe(`h\r\n'${text}\r\n`),
);

test('given a missing value, then the field is empty and a negative number stays a number', () =>
  expect(tableCsv(['a', 'b'], [[null, -3]])).toBe('a,b\r\n,-3\r\n'));
