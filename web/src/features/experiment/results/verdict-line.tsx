import type { ExperimentResults } from '@alyson/schema';
import { currentSplit } from '../../../lib/current-split.ts';
import { formatRelative } from '../../../ui/format/instant.ts';
import { useNow } from '../../../ui/values/now.ts';
import { useZone } from '../../../ui/values/zone.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useRuns } from '../grading/queries.ts';
import { sinceText } from '../releases/since-text.ts';
import { verdict } from './verdict.ts';

/** What to think of the experiment, in a sentence or two. */
export function VerdictLine({ results }: { results: ExperimentResults }) {
  const experiment = useCurrentExperiment();
  const runs = useRuns(experiment.id);
  const zone = useZone();
  const now = useNow();
  const split = currentSplit(experiment.agents);
  const newestRun = runs.data?.find((run) => run.finishedAt !== null);
  const { text } = verdict({
    experiment,
    agents: results.agents.map((agent) => ({ ...agent, weightBasisPoints: split.get(agent.agentId) ?? 0 })),
    runHold: newestRun?.proposal?.hold ?? null,
    wholeLifeMs: wholeLife(results, experiment.startedAt),
    formatSince: (timestamp) => sinceText(timestamp, zone, now),
    nextGrading: experiment.nextGradingAt && formatRelative(Date.parse(experiment.nextGradingAt), zone, now),
  });
  return <p className="max-w-3xl flex-1 basis-80 text-18 text-pretty">{text}</p>;
}

/** How long the experiment has run, if the results cover all of it. */
function wholeLife({ from, to }: ExperimentResults, startedAt: string | null): number | null {
  if (!startedAt || Date.parse(startedAt) < Date.parse(from)) return null;
  return Math.max(1, Date.parse(to) - Date.parse(startedAt));
}
