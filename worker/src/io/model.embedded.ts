import { predictFromCounts } from '../domain/models/predict-from-counts.ts';
import type { Model } from './model.ts';

/** The model that needs nobody else: Bayesian rates and values from the counts themselves. */
export function createEmbeddedModel(): Model {
  return {
    // A new version whenever the same histories may get another answer.
    identity: { name: 'embedded-counts', version: '1' },
    predict: async (histories) => predictFromCounts(histories),
  };
}
