import type { ClaimedRun, Run } from '@alyson/schema';
import type { Activities } from '../activities/index.ts';
import { gradeRun } from '../domain/grade-run.ts';

/** The story of a run: load, predict, grade (with allocation and checks), propose (W2). */
export async function gradeExperiment(run: ClaimedRun, activities: Activities): Promise<Run> {
  const histories = await activities.loadHistories(run);
  const reply = await activities.predict(histories);
  return activities.proposeSplit(run, gradeRun(histories, reply));
}
