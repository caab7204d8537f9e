import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLogLine, type LogFields, type LogLevel } from '@alyson/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPartLog, type PartLog } from './part-log.ts';

let folder = '';
let log: PartLog;
const shown: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alyson-log-'));
  shown.length = 0;
  log = openPartLog(join(folder, 'part.log'), (line) => shown.push(line));
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});
const lineOf = (level: LogLevel, message: string, fields?: LogFields) =>
  `${formatLogLine('router', 0, level, message, fields)}\n`;
const write = (text: string) => appendFileSync(join(folder, 'part.log'), text);

test('given a log beyond 10 MB, then it is set aside once and begins anew', () => {
  write(`${'x'.repeat(1023)}\n`.repeat(11 * 1024));
  log.lastTrouble();
  expect(statSync(join(folder, 'part.log.1')).size).toBe(11 * 1024 * 1024);
  expect(statSync(join(folder, 'part.log')).size).toBe(0);
});

test('given a line written in two parts, then it is read as one', () => {
  const line = lineOf('fatal', 'no database');
  write(line.slice(0, 20));
  expect(log.lastTrouble()).toBeUndefined();
  write(line.slice(20));
  expect(log.lastTrouble()).toBe('no database');
  expect(shown).toEqual(['no database']);
});

test.each([
  { message: 'a step failed', fields: { err: { message: 'no route\n at x' } }, words: 'a step failed: no route' },
  { message: 'click set aside', fields: { fault: 'too long' }, words: 'click set aside: too long' },
  { message: 'run failed', fields: { detail: 'no model' }, words: 'run failed: no model' },
  { message: 'request', fields: { route: '/v1/me', status: 500 }, words: 'request: /v1/me answered 500' },
])('given an error with $fields, then it is shown as "$words"', ({ message, fields, words }) => {
  write(lineOf('error', message, fields));
  log.lastTrouble();
  expect(shown).toEqual([words]);
});

test('given a warning, then it is trouble, but not shown', () => {
  write(lineOf('warn', 'waiting for the database'));
  expect(log.lastTrouble()).toBe('waiting for the database');
  expect(shown).toEqual([]);
});

test('given words that are no error, then nothing is shown', () => {
  write(`${lineOf('info', 'Error: handled')}started without an error\n`);
  expect(log.lastTrouble()).toBeUndefined();
  expect(shown).toEqual([]);
});
