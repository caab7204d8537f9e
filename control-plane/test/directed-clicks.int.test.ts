import type { DecisionReason, Experiment } from '@alyson/schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { startedExperiment } from './support/drafts.ts';
import { takeRun } from './support/drive-run.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report } from './support/report-as-buyer.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let experiment: Experiment;

const GRADED: readonly DecisionReason[] = ['split', 'rehashed', 'sticky'];
const DIRECTED: readonly DecisionReason[] = ['forced', 'rule_agent', 'rule_split'];

/** Agent A gets one click of every reason; a lead and a sale of 10 come of each. */
beforeAll(async () => {
  experiment = await startedExperiment(plane.client(), { mode: 'auto' });
  const agentId = experiment.agents[0]?.id ?? null;
  const clicks = [...GRADED, ...DIRECTED].map((reason) =>
    makeClick({ experimentId: experiment.id, agentId, reason, utmContent: `of-${reason}` }),
  );
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
  const buyer = await addBuyer(plane);
  plane.clock.now = STARTED_AT + 60_000;
  for (const reason of [...GRADED, ...DIRECTED]) {
    const key = { lead_id: `L-${reason}`, utm_content: `of-${reason}` };
    await report(plane, buyer, { type: 'lead', event_id: `l-${reason}`, ...key });
    await report(plane, buyer, { type: 'sale', event_id: `s-${reason}`, ...key, amount: '10', currency: 'USD' });
  }
});

const three = { clicks: 3, leads: 3, sales: 3, revenueMicros: 30_000_000 };

describe('R17: clicks that a link or a rule sent to an agent', () => {
  test('given results, then they and their money stand apart from what compares agents', async () => {
    const shown = await plane.client().getResults({ params: { experimentId: experiment.id }, query: {} });
    expect(shown.agents[0]).toMatchObject({ outcomes: three, directed: three });
    expect(shown).toMatchObject({ totals: three, directed: three });
    expect(shown.series.flatMap(({ agents }) => agents)).toEqual([
      { agentId: experiment.agents[0]?.id, clicks: 3, leads: 3, revenueMicros: 30_000_000 },
    ]);
    const { items } = await plane.client().listExperiments({ query: {} });
    expect(items.find(({ id }) => id === experiment.id)).toMatchObject({ outcomes: three, directed: three });
  });

  test('given a grading, then neither they nor their money are in its histories', async () => {
    await plane.client().startRun({ params: { experimentId: experiment.id } });
    const { histories } = await takeRun(plane);
    const [slot] = histories.agents[0]?.slots ?? [];
    expect(slot).toMatchObject(three);
    expect(histories.agents[0]?.outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...['lead', 'lead', 'lead', 'sale', 'sale', 'sale'],
    ]);
  });
});
