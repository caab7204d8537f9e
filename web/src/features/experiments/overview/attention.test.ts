import type { Agent, AttentionItem, Buyer, EdgeStatus, Experiment, ExperimentListItem } from '@alyson/schema';
import { expect, test } from 'vitest';
import { findAttention } from './attention.ts';

const now = Date.parse('2026-11-18T12:00:00Z');
const before = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

const listed = (id: string, more: Partial<ExperimentListItem>) =>
  ({ id, name: id, state: 'running', heldSince: null, ...more }) as ExperimentListItem;
const running = (status: 'publishing' | 'published', publishedAt: string) =>
  ({ id: 'one', name: 'one', agents: [] as Agent[], release: { number: 14, status, publishedAt } }) as Experiment;
const buyer = (more: Partial<Buyer>) => ({ id: 'b', name: 'B', lastReportAt: before(5), ...more }) as Buyer;

const edge = (more: Partial<EdgeStatus>): EdgeStatus => ({
  url: 'http://edge.test',
  name: 'local',
  seenAt: before(0.1),
  behind: 0,
  behindSince: null,
  drift: null,
  alarms: [],
  ...more,
});
const alarm = { name: 'bundles_refused', since: before(3), detail: 'bundles were refused' };

const behind = edge({ behind: 2, behindSince: before(3) });

const kinds = (known: Partial<Parameters<typeof findAttention>[0]>) =>
  findAttention({ experiments: [], running: [], buyers: [], noticed: [], orphans: 0, edges: [], now, ...known }).map(
    ({ kind }) => kind,
  );

test('given all is well, then nothing needs attention', () => {
  expect(
    kinds({ experiments: [listed('one', {})], running: [running('published', before(60))], buyers: [buyer({})] }),
  ).toEqual([]);
});

test('given a release that no edge has confirmed, then it is told after a minute and not before', () => {
  expect(kinds({ running: [running('publishing', before(0.5))] })).toEqual([]);
  expect(kinds({ running: [running('publishing', before(2))] })).toEqual(['release_stuck']);
});

test('given a buyer, then silence is told after a day, and never of one that has not begun', () => {
  expect(kinds({ buyers: [buyer({ lastReportAt: before(23 * 60) })] })).toEqual([]);
  expect(kinds({ buyers: [buyer({ lastReportAt: before(25 * 60) })] })).toEqual(['buyer_silent']);
  expect(kinds({ buyers: [buyer({ lastReportAt: null })] })).toEqual([]);
});

test('given a router, then it is told when it was not heard of for a minute, and what it says is wrong', () => {
  expect(kinds({ edges: [edge({})] })).toEqual([]);
  expect(kinds({ edges: [edge({ seenAt: before(0.9), alarms: [alarm] })] })).toEqual(['edge_alarm']);
  expect(kinds({ edges: [edge({ seenAt: before(2), alarms: [alarm] })] })).toEqual(['edge_silent']);
  expect(kinds({ edges: [edge({ name: null, seenAt: null })] })).toEqual(['edge_silent']);
});

test('given a router that lacks bundles, then it is told after a minute, and not the moment that each release takes', () => {
  expect(kinds({ edges: [edge({ behind: 2, behindSince: before(0.5) })] })).toEqual([]);
  expect(kinds({ edges: [behind] })).toEqual(['edge_behind']);
});

test('given several, then the worst comes first', () => {
  const found = kinds({
    experiments: [listed('held', { heldSince: before(60) }), listed('paused', { state: 'paused' })],
    running: [running('publishing', before(5))],
    edges: [edge({ url: 'http://a', alarms: [alarm] }), edge({ url: 'http://b', seenAt: null })],
    buyers: [buyer({ lastReportAt: before(60 * 48) })],
    orphans: 3,
  });
  expect(found).toEqual(['edge_silent', 'edge_alarm', 'release_stuck', 'buyer_silent', 'paused', 'held', 'orphans']);
});

test('given a page that fails or needs a look, then it is told while its agent is on, or was taken out for it (C8)', () => {
  const agent = (state: 'on' | 'off', page: 'ok' | 'attention' | 'failing', offCause: Agent['offCause'] = null) =>
    ({ id: 'a', letter: 'A', state, offCause, page: { state: page, findings: [] as unknown[] } }) as Agent;
  const withAgents = (...agents: Agent[]) => ({ ...running('published', before(60)), agents });
  const found = (one: Agent) => kinds({ running: [withAgents(one)] });
  expect(found(agent('on', 'ok'))).toEqual([]);
  expect(found(agent('on', 'attention'))).toEqual(['page_failing']);
  expect(found(agent('on', 'failing'))).toEqual(['page_failing']);
  expect(found(agent('off', 'failing'))).toEqual([]);
  expect(found(agent('off', 'failing', 'page_failing'))).toEqual(['page_failing']);
});

test('given agents of one experiment with the same fault, then they are told of once, by their letters (C8)', () => {
  const agent = (letter: string, detail: string) =>
    ({ letter, state: 'on', page: { state: 'failing', findings: [{ kind: 'bad_status', detail }] } }) as Agent;
  const agents = [agent('A', 'It answered 404.'), agent('B', 'It answered 503.'), agent('C', 'It answered 404.')];
  const found = findAttention({
    experiments: [],
    running: [{ ...running('published', before(60)), agents }],
    buyers: [],
    noticed: [],
    orphans: 0,
    edges: [],
    now,
  });
  expect(found.map((item) => item.kind === 'page_failing' && item.letters)).toEqual([['A', 'C'], ['B']]);
});

test('given that no page can be reached, then that is told once, and of none that its clicks are lost (C8)', () => {
  const agent = (landingUrl: string) =>
    ({ landingUrl, state: 'on', page: { state: 'failing', isCutOff: true } }) as Agent;
  const agents = [agent('https://a.test'), agent('https://b.test')];
  expect(kinds({ running: [{ ...running('published', before(60)), agents }] })).toEqual(['pages_unreachable']);
});

test('given what the control plane noticed, then it is told, and of a silent buyer once', () => {
  const item = { id: 'att_1', kind: 'buyer_silent', subjectId: 'b', since: before(120) } as AttentionItem;
  const silent = buyer({ lastReportAt: before(60 * 48) });
  expect(kinds({ buyers: [silent], noticed: [item] })).toEqual(['noticed']);
  expect(kinds({ buyers: [silent], noticed: [{ ...item, kind: 'amount_jump' }] })).toEqual(['noticed', 'buyer_silent']);
});
