import { freePort, startRouter } from '../../router/test/router-process.ts';
import { startClicks } from '../click-client.ts';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireUnharmed, type Scenario } from '../scenario.ts';
import { startBalancer } from '../stage/balancer.ts';
import { LINK, LINKS, releaseNumbered } from '../stage/link.ts';
import { findingsOf, setNodeStage } from '../stage/node-stage.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const DRAINED_WITHIN_MS = 30_000;

export const nodeRollingDeploy: Scenario = {
  id: 'S17 Node',
  title: 'one of two routers after the other is stopped by SIGTERM and started again',
  fullMs: MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const variables = { ALYSON_DRAIN_SECONDS: '1' };
    const start = async (place: { port: number; dataDir?: string }) => {
      const router = await startRouter({ ...stage.options, ...place, variables });
      await router.push(1, { links: LINKS, releases: [releaseNumbered(1)] });
      return router;
    };
    const routers = [await start({ port: await freePort() }), await start({ port: await freePort() })];
    const balancer = await startBalancer(
      routers.map(({ port }) => port),
      atEnd,
    );
    const client = startClicks({ port: balancer.port, perSecond: volume.perSecond, link: LINK, name: 's17' }, atEnd);
    let rolled = 0;
    let slowestMs = 0;
    const roll = async () => {
      const at = rolled++ % routers.length;
      const old = routers[at];
      if (!old) return;
      const startedAt = performance.now();
      judge.require((await old.end('SIGTERM')) === 0, 'a router did not end with 0');
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      routers[at] = await start(old);
      await until('both routers are ready', () => balancer.ready() === routers.length, DRAINED_WITHIN_MS);
    };
    const played = await playOutage({
      client,
      volume,
      begin: async () => {},
      async meanwhile(ms) {
        const endsAt = performance.now() + ms;
        while (rolled < routers.length || performance.now() < endsAt) await roll();
      },
      end: async () => {},
      isOver: () => balancer.ready() === routers.length,
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    judge.require(slowestMs <= DRAINED_WITHIN_MS, `a router took ${slowestMs.toFixed(0)} ms to end`);
    return describeOutcome(judge, {
      ...played,
      findings,
      note: `${rolled} restarts, ${(slowestMs / 1_000).toFixed(1)} s each`,
    });
  },
};
