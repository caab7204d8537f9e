import { expect, test } from 'vitest';
import { accept, decisionOf, givePage, leaveOut, withDecision } from './decisions.ts';

const item = { source: { kind: 'campaign', id: '152', name: 'Solar', status: 'active' } } as const;

test('given decisions one after the other, then all hold, each can be taken back, and none stands twice', () => {
  let decision = decisionOf(new Map(), item);
  const finding = { code: 'no_join_key', page: '12/0' } as const;
  decision = accept(accept(decision, finding, true), finding, true);
  decision = leaveOut(decision, '12/0', true);
  decision = givePage(givePage(decision, '12/214', 'https://a.example/'), '12/214', 'https://b.example/');
  const all = withDecision(new Map(), decision);
  expect(decisionOf(all, item)).toEqual({
    kind: 'campaign',
    id: '152',
    accepted: [finding],
    leftOutPages: ['12/0'],
    pages: [{ page: '12/214', landingUrl: 'https://b.example/' }],
  });
  const back = givePage(leaveOut(accept(decision, finding, false), '12/0', false), '12/214', '');
  expect(back).toMatchObject({ accepted: [], leftOutPages: [], pages: [] });
});
