import type { Histories } from '@alyson/schema';
import type { AgentAnswer, ModelIdentity } from '../domain/model-reply.ts';

/** Whoever predicts what each agent's clicks bring (W3). It may fail and it may answer nonsense: the caller checks. */
export interface Model {
  identity: ModelIdentity;
  predict: (histories: Histories) => Promise<readonly AgentAnswer[]>;
}
