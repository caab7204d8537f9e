import { createInstance, createStaticProjectConfigManager, OptimizelyDecideOption } from '@optimizely/optimizely-sdk';
import { byUnit, type Contestant, EXPERIMENT, SPLIT } from './split.ts';

/** Optimizely's Feature Experimentation with its datafile at hand, and no event sent. */
export async function prepareOptimizely(units: readonly string[]): Promise<Contestant> {
  const client = createInstance({
    projectConfigManager: createStaticProjectConfigManager({ datafile: JSON.stringify(datafile()) }),
    defaultDecideOptions: [OptimizelyDecideOption.DISABLE_DECISION_EVENT],
  });
  await client.onReady();
  return byUnit(units, (unit) => client.createUserContext(unit).decide(EXPERIMENT).variationKey ?? '');
}

function datafile() {
  let end = 0;
  return {
    version: '4',
    rollouts: [],
    typedAudiences: [],
    anonymizeIP: true,
    projectId: 'bench',
    variables: [],
    audiences: [],
    groups: [],
    attributes: [],
    events: [],
    accountId: 'bench',
    revision: '1',
    featureFlags: [{ id: 'flag', key: EXPERIMENT, rolloutId: '', experimentIds: ['experiment'], variables: [] }],
    experiments: [
      {
        id: 'experiment',
        key: 'rule',
        status: 'Running',
        layerId: 'layer',
        audienceIds: [],
        forcedVariations: {},
        variations: SPLIT.map(({ agent }) => ({ id: agent, key: agent, featureEnabled: true, variables: [] })),
        trafficAllocation: SPLIT.map(({ agent, weight }) => {
          end += weight;
          return { entityId: agent, endOfRange: end };
        }),
      },
    ],
  };
}
