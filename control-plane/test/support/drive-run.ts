import type { ClaimedRun, Histories, Proposal } from '@alyson/schema';
import { expect } from 'vitest';
import type { TestControlPlane } from './test-control-plane.ts';

const estimate = { mean: 0.1, sd: 0.01, low: 0.08, high: 0.12 };

/** What a worker would say to these histories, had it come to these weights. */
export function proposalOf(histories: Histories, to: readonly number[], changes: Partial<Proposal> = {}): Proposal {
  const { agents, asOf, experimentVersion } = histories;
  return {
    asOf,
    experimentVersion,
    model: { name: 'test', version: '1' },
    predictions: agents.map(({ agentId }, i) => ({
      agentId,
      clicks: 1,
      leads: 0,
      sales: 0,
      revenueMicros: 0,
      cvr: estimate,
      rpc: estimate,
      probabilityBest: i === 0 ? 0.9 : 0.1,
      expectedLoss: 0,
    })),
    grades: agents.map(({ agentId }, i) => ({ agentId, letter: i === 0 ? 'A' : 'C', reasons: [] })),
    changes: agents.map(({ agentId, weightBasisPoints }, i) => ({
      agentId,
      fromBasisPoints: weightBasisPoints,
      toBasisPoints: to[i] ?? 0,
      causes: [{ code: 'prediction', basisPoints: (to[i] ?? 0) - weightBasisPoints }],
    })),
    hold: null,
    ...changes,
  };
}

/** Claims the run that waits, as a worker would, and reads what it is to grade. */
export async function takeRun(plane: TestControlPlane): Promise<{ run: ClaimedRun; histories: Histories }> {
  const worker = plane.client(plane.workspace.tokens.worker);
  const { run } = await worker.claimRun({ body: { worker: 'test' } });
  if (!run) expect.fail('no run waits');
  return { run, histories: await worker.getHistories({ params: { runId: run.id } }) };
}
