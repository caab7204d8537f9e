import { GrowthBookClient } from '@growthbook/growthbook';
import { byUnit, type Contestant, EXPERIMENT, SPLIT } from './split.ts';

/** GrowthBook's client for servers: one of it for all users, and nothing told to a tracker. */
export function prepareGrowthBook(units: readonly string[]): Contestant {
  const client = new GrowthBookClient().initSync({
    payload: {
      features: {
        [EXPERIMENT]: {
          defaultValue: '',
          rules: [
            {
              key: EXPERIMENT,
              hashAttribute: 'id',
              hashVersion: 2,
              variations: SPLIT.map(({ agent }) => agent),
              weights: SPLIT.map(({ weight }) => weight / 10_000),
            },
          ],
        },
      },
    },
  });
  return byUnit(units, (unit) => client.getFeatureValue(EXPERIMENT, '', { attributes: { id: unit } }));
}
