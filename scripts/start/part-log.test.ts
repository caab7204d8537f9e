import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const write = (text: string) => appendFileSync(join(folder, 'part.log'), text);

test('given a log beyond 10 MB, then it is set aside once and begins anew', () => {
  write(`${'x'.repeat(1023)}\n`.repeat(11 * 1024));
  log.lastTrouble();
  expect(statSync(join(folder, 'part.log.1')).size).toBe(11 * 1024 * 1024);
  expect(statSync(join(folder, 'part.log')).size).toBe(0);
});

test('given a line written in two parts, then it is read as one', () => {
  write('{"level":60,"msg":');
  expect(log.lastTrouble()).toBeUndefined();
  write('"no database"}\n');
  expect(log.lastTrouble()).toBe('no database');
  expect(shown).toEqual(['no database']);
});

test.each([
  ['{"level":50,"msg":"a step failed","err":{"message":"no route\\n at x"}}', 'a step failed: no route'],
  ['{"level":"error","msg":"click set aside","fault":"too long"}', 'click set aside: too long'],
  ['{"level":"error","event":"run_failed","detail":"no model"}', 'run_failed: no model'],
])('given %s, then it is shown as "%s"', (line, words) => {
  write(`${line}\n`);
  log.lastTrouble();
  expect(shown).toEqual([words]);
});

test('given a warning, then it is trouble, but not shown', () => {
  write('{"level":40,"msg":"waiting for the database"}\n');
  expect(log.lastTrouble()).toBe('waiting for the database');
  expect(shown).toEqual([]);
});

test('given words that are no error, then nothing is shown', () => {
  write('{"level":30,"msg":"Error: handled"}\nstarted without an error\n');
  expect(log.lastTrouble()).toBeUndefined();
  expect(shown).toEqual([]);
});
