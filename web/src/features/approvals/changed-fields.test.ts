import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { changedFields } = await import('./changed-fields.ts');

const rule = {
  id: 'us',
  name: 'Americans',
  conditions: [{ on: 'country', test: 'is', values: ['US'] }],
  outcome: { to: 'agent', agentId: 'B' },
};

test('given what a proposed change alters, then each field is told in words, with its units', () => {
  expect(
    changedFields([
      { field: 'agents.B.weightBasisPoints', before: 5000, after: 3000 },
      { field: 'links./r/solar.v2.unit', before: 'utm_content', after: 'visitor' },
      { field: 'agents.C.dailyCap', after: null },
      { field: 'rules.us', after: rule },
      { field: 'stickyDays', before: 0, after: 30 },
      { field: 'rulesInOrder', before: [], after: ['Americans'] },
      { field: 'optimization', before: { floorBasisPoints: 500 }, after: { floorBasisPoints: 100 } },
    ]),
  ).toEqual([
    { name: 'Agent B, weight', before: '50%', after: '30%' },
    { name: 'Link /r/solar.v2, unit', before: 'utm_content', after: 'visitor' },
    { name: 'Rule “Americans”', before: null, after: 'When country is US, go to agent B.' },
    { name: 'Sticky days', before: '0', after: '30' },
    { name: 'Order of the rules', before: 'none', after: 'Americans' },
    { name: 'Optimization', before: 'floor 5%', after: 'floor 1%' },
  ]);
});
