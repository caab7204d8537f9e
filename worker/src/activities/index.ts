import type { ClaimedRun, Histories, Proposal, Run } from '@alyson/schema';
import type { ModelReply } from '../domain/model-reply.ts';
import type { ControlPlane } from '../io/control-plane.ts';
import type { Model } from '../io/model.ts';
import { predict } from './predict.ts';

/**
 * The steps of a run that touch the outside. Each may be repeated: histories are the same for a run however often they
 * are read, and the run's lease lets a proposal take effect once. Whichever engine drives a run, it drives these.
 */
export interface Activities {
  loadHistories: (run: ClaimedRun) => Promise<Histories>;
  predict: (histories: Histories) => Promise<ModelReply>;
  /** What becomes of the proposal is the control plane's decision (W2); the run tells. */
  proposeSplit: (run: ClaimedRun, proposal: Proposal) => Promise<Run>;
}

export function createActivities({ controlPlane, model }: { controlPlane: ControlPlane; model: Model }): Activities {
  return {
    loadHistories: (run) => controlPlane.loadHistories(run),
    predict: (histories) => predict(model, histories),
    proposeSplit: (run, proposal) => controlPlane.proposeSplit(run, proposal),
  };
}
