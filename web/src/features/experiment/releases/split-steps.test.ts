import { AgentId, ExperimentId, type ReleaseSummary } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { releaseFlags, splitSteps } from './split-steps.ts';

const A = AgentId.parse('agt_0000000000000000000000000a');
const B = AgentId.parse('agt_0000000000000000000000000b');
const HOUR = 3_600_000;

const release = (
  number: number,
  hour: number,
  shareOfA: number,
  more: Partial<ReleaseSummary> = {},
): ReleaseSummary => ({
  experimentId: ExperimentId.parse('exp_00000000000000000000000000'),
  number,
  cause: 'optimizer',
  actor: { kind: 'optimizer', name: 'Optimizer' },
  reason: null,
  summary: null,
  runId: null,
  rollbackOf: null,
  state: 'running',
  weights: [
    { agentId: A, weightBasisPoints: shareOfA },
    { agentId: B, weightBasisPoints: 10_000 - shareOfA },
  ],
  offAgentIds: [],
  status: 'applied',
  publishedAt: new Date(hour * HOUR).toISOString(),
  confirmedAt: null,
  ...more,
});

const newestFirst = [release(3, 30, 2000), release(2, 20, 4000), release(1, 10, 5000, { cause: 'started' })];

describe('splitSteps', () => {
  test('given a span that begins between two releases, then the older one is in force from its start', () =>
    expect(splitSteps(newestFirst, [A, B], 25 * HOUR, 40 * HOUR)).toEqual([
      { at: 25 * HOUR, shares: [4000, 6000] },
      { at: 30 * HOUR, shares: [2000, 8000] },
    ]));

  test('given a span that begins before the first release, then nothing is drawn before it', () =>
    expect(splitSteps(newestFirst, [A, B], 0, 15 * HOUR)).toEqual([{ at: 10 * HOUR, shares: [5000, 5000] }]));

  test('given a pause, then there are no shares while it lasts', () =>
    expect(
      splitSteps([release(2, 20, 4000, { state: 'paused' }), release(1, 10, 5000)], [A, B], 0, 40 * HOUR)[1],
    ).toEqual({
      at: 20 * HOUR,
      shares: null,
    }));
});

describe('releaseFlags', () => {
  test('given releases of the optimizer, of people and a rollback, then only the optimizer has its mark', () => {
    const flags = releaseFlags([release(4, 35, 5000, { cause: 'rollback' }), ...newestFirst], 0, 40 * HOUR);
    expect(flags.map((flag) => [flag.number, flag.kind])).toEqual([
      [1, 'person'],
      [2, 'optimizer'],
      [3, 'optimizer'],
      [4, 'rollback'],
    ]);
  });

  test('given releases outside the span, then they have no flag', () =>
    expect(releaseFlags(newestFirst, 15 * HOUR, 25 * HOUR).map((flag) => flag.number)).toEqual([2]));
});
