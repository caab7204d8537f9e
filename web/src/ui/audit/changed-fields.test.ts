import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { changedFields } = await import('./changed-fields.ts');

test('given two states, then only what differs, field by field, in units people read', () => {
  const before = { mode: 'fixed', name: 'same', optimization: { floorBasisPoints: 500 }, fallbackUrl: null };
  const after = {
    mode: 'auto',
    name: 'same',
    optimization: { floorBasisPoints: 800 },
    fallbackUrl: 'https://a.example/',
  };
  expect(changedFields(before, after)).toEqual([
    { name: 'mode', before: 'fixed', after: 'auto' },
    { name: 'optimization, floor', before: '5%', after: '8%' },
    { name: 'fallback url', before: 'none', after: 'https://a.example/' },
  ]);
});

test('given nothing before, then what was made is told', () => {
  expect(changedFields(null, { agents: [{ landingUrl: 'https://a.example/' }] })).toEqual([
    { name: 'A, landing url', before: null, after: 'https://a.example/' },
  ]);
});

test('given fields of an agent by its letter, as a proposed change has them, then the agent is named', () => {
  expect(changedFields({ 'agents.B.weightBasisPoints': 5000 }, { 'agents.B.weightBasisPoints': 3000 })).toEqual([
    { name: 'agent B, weight', before: '50%', after: '30%' },
  ]);
});
