import { randomBytes } from 'node:crypto';
import { ExperimentId } from '@alyson/schema';
import { expect, test } from 'vitest';
import { createNewId } from './new-id.ts';

// The valid vector of the TypeID specification: UUID 01890a5d-ac96-774b-bcce-b302099a8057.
test("given the time, counter and chance of the specification's own example, then its text is made", () => {
  const random = Buffer.from('bcceb302099a8057', 'hex');
  const newId = createNewId(
    () => 0x01890a5dac96,
    () => random,
  );
  for (let i = 0; i < 0x74b; i += 1) newId('run');
  expect(newId('run')).toBe('run_01h455vb4pex5vsknk084sn02q');
});

test('given a clock that stands still or goes back, then ids still rise and are never the same', () => {
  const times = [1_800_000_000_000, 1_799_999_999_000, 1_800_000_000_001];
  const ids: string[] = [];
  let time = 0;
  const newId = createNewId(() => time, randomBytes);
  for (const instant of times) {
    time = instant;
    for (let i = 0; i < 5000; i += 1) ids.push(newId('experiment'));
  }
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => ExperimentId.safeParse(id).success)).toBe(true);
});
