import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('given nothing, then a demo of less than two minutes', () =>
  expect(readOptions([])).toEqual({ seed: 7, seconds: 100, rate: 150, speed: 43_200 }));

test('given options, then they serve', () =>
  expect(readOptions(['--seed', '9', '--seconds=20'])).toMatchObject({ seed: 9, seconds: 20 }));

test.each([
  [['--rate', 'fast'], '--rate'],
  [['--seconds', '1'], '--seconds: must be'],
  [['--speeed', '1'], "Unknown option '--speeed'"],
])('given %j, then one line says what is wrong', (args, words) => expect(() => readOptions(args)).toThrow(words));
