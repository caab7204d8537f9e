import { FlagdCore } from '@openfeature/flagd-core';
import { byUnit, type Contestant, EXPERIMENT, SPLIT } from './split.ts';

const SILENT = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** The evaluation in process of OpenFeature's flagd. */
export function prepareFlagd(units: readonly string[]): Contestant {
  const core = new FlagdCore(undefined, SILENT);
  core.setConfigurations(
    JSON.stringify({
      flags: {
        [EXPERIMENT]: {
          state: 'ENABLED',
          defaultVariant: SPLIT[0].agent,
          variants: Object.fromEntries(SPLIT.map(({ agent }) => [agent, agent])),
          targeting: {
            fractional: [{ var: 'targetingKey' }, ...SPLIT.map(({ agent, weight }) => [agent, weight])],
          },
        },
      },
    }),
  );
  return byUnit(units, (unit) => core.resolveStringEvaluation(EXPERIMENT, '', { targetingKey: unit }, SILENT).value);
}
