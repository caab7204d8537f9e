import type { PageFinding } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { judgePage, nextCheckAt, type PageRecord } from './page-health.ts';

const new404: PageFinding[] = [{ kind: 'bad_status', detail: 'It answered 404.' }];
const slow: PageFinding[] = [{ kind: 'slow', detail: 'It took 4.0 s to answer.' }];
const fresh: PageRecord = { state: 'unchecked', stateSince: 0, contradictions: 0 };

/** The states after each of these checks, a second apart. */
function statesAfter(...checks: PageFinding[][]): string[] {
  let record = fresh;
  return checks.map((findings, i) => {
    record = judgePage(record, findings, (i + 1) * 1000);
    return record.state;
  });
}

describe('page health (C8)', () => {
  test('given one failure, then the page is not called failing; given two in a row, then it is', () => {
    expect(statesAfter([], new404, [], new404, slow, new404, new404)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'attention',
      'attention',
      'failing',
    ]);
    expect(statesAfter(new404, new404)).toEqual(['unchecked', 'failing']);
  });

  test('given a failing page, then one good answer does not make it well; two do', () => {
    expect(statesAfter(new404, new404, [], new404, [], [])).toEqual([
      'unchecked',
      'failing',
      'failing',
      'failing',
      'failing',
      'ok',
    ]);
  });

  test('given a contradiction, then the next check comes soon; a failing page is looked at more often than a good one', () => {
    const after = (record: Partial<PageRecord>) => nextCheckAt({ ...fresh, state: 'ok', ...record }, 0, 0.5);
    expect(after({ contradictions: 1 })).toBe(20_000);
    expect(after({ state: 'failing' })).toBe(120_000);
    expect(after({})).toBe(900_000);
    expect([nextCheckAt(fresh, 0, 0), nextCheckAt(fresh, 0, 1)]).toEqual([720_000, 1_080_000]);
  });
});
