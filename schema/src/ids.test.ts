import { describe, expect, test } from 'vitest';
import { AgentId, ExperimentId, ID_PREFIXES, type IdKind, idOf } from './ids.ts';

// The vectors of the TypeID specification 0.3 (`spec/valid.json`, `spec/invalid.json`).
const VALID_SUFFIXES = [
  '00000000000000000000000000',
  '00000000000000000000000001',
  '0000000000000000000000000a',
  '0000000000000000000000000g',
  '00000000000000000000000010',
  '7zzzzzzzzzzzzzzzzzzzzzzzzz',
  '0123456789abcdefghjkmnpqrs',
  '01h455vb4pex5vsknk084sn02q',
];
const INVALID_SUFFIXES = [
  ['too short', '1234567890123456789012345'],
  ['too long', '123456789012345678901234567'],
  ['with a space', '1234567890123456789012345 '],
  ['in capitals', '0123456789ABCDEFGHJKMNPQRS'],
  ['with hyphens', '123456789-123456789-123456'],
  ['of letters outside the alphabet', 'ooooooiiiiiiuuuuuuulllllll'],
  ['of letters that look like digits', 'i23456789ol23456789oi23456'],
  ['with ignored hyphens', '123456789-0123456789-0123456'],
  ['beyond 128 bits', '8zzzzzzzzzzzzzzzzzzzzzzzzz'],
];
const INVALID_IDS = [
  'EXP_00000000000000000000000000',
  '12345_00000000000000000000000000',
  'e.xp_00000000000000000000000000',
  'éxp_00000000000000000000000000',
  '  exp_00000000000000000000000000',
  '_00000000000000000000000000',
  '_',
  '_exp_00000000000000000000000000',
  'exp__00000000000000000000000000',
  'exp00000000000000000000000000',
  '00000000000000000000000000',
  'exp_00000000000000000000000000\n',
  '',
];

describe('ids', () => {
  test.each(VALID_SUFFIXES)('given the suffix %s, then it is an id of its kind', (suffix) => {
    expect(ExperimentId.parse(`exp_${suffix}`)).toBe(`exp_${suffix}`);
  });

  test.each(INVALID_SUFFIXES)('given a suffix %s, then it is refused', (_, suffix) => {
    expect(ExperimentId.safeParse(`exp_${suffix}`).success).toBe(false);
  });

  test.each(INVALID_IDS)('given "%s", then it is refused', (id) => {
    expect(ExperimentId.safeParse(id).success).toBe(false);
  });

  test('given the id of another kind, then it is refused by the name of the right one', () => {
    const answer = AgentId.safeParse('exp_01h455vb4pex5vsknk084sn02q');
    expect(answer.error?.issues[0]?.message).toBe('must be an id that begins with agt_');
  });

  test('given all kinds, then each prefix is lower-case letters, and no two are the same', () => {
    const prefixes = Object.values(ID_PREFIXES);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const kind of Object.keys(ID_PREFIXES) as IdKind[]) {
      expect(ID_PREFIXES[kind]).toMatch(/^[a-z]{1,63}$/);
      expect(idOf(kind).safeParse(`${ID_PREFIXES[kind]}_01h455vb4pex5vsknk084sn02q`).success).toBe(true);
    }
  });
});
