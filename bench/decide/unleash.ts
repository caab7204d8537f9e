import { Unleash } from 'unleash-client';
import { byUnit, type Contestant, EXPERIMENT, SPLIT } from './split.ts';

/** Unleash's Node SDK with local data: no server, no metrics. Its weights are in thousandths. */
export async function prepareUnleash(units: readonly string[]): Promise<Contestant> {
  const unleash = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:9/',
    refreshInterval: 0,
    disableMetrics: true,
    skipInstanceCountWarning: true,
    bootstrap: {
      data: [
        {
          name: EXPERIMENT,
          enabled: true,
          strategies: [],
          variants: SPLIT.map(({ agent, weight }) => ({ name: agent, weight: weight / 10, stickiness: 'userId' })),
        },
      ],
    },
  });
  unleash.on('error', () => {}); // nobody answers at its server's address, which is as it should be
  await new Promise((resolve) => unleash.once('ready', resolve));
  return byUnit(units, (unit) => unleash.getVariant(EXPERIMENT, { userId: unit }).name);
}
