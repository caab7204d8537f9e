import { agentLetter, type DailyResult, ProblemError } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { countClicks, sumOutcomes } from '../../outcomes/outcomes.store.ts';
import { type ResultsQuery, readKnown, readRange } from './read-range.ts';
import { readTimezone } from './results.store.ts';
import { total, totalDirected } from './sum-up.ts';

export type ShownDay = z.input<typeof DailyResult>;

/**
 * Clicks, leads and revenue per agent and day of click, oldest first: at most 400 days of the experiment's agents.
 *
 * @throws ProblemError `not_found`, `validation_failed`
 */
export async function listDailyResults(
  ctx: Context,
  { experimentId, ...query }: ResultsQuery,
): Promise<{ items: ShownDay[] }> {
  const { db, workspaceId } = ctx;
  const rows = await readExperiment(db, workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  const { from, to } = readRange(query, ctx.now());
  const range = { experimentId, from: new Date(from), to: new Date(to) };
  const timezone = await readTimezone(db, workspaceId);
  const clicks = await countClicks(db, range, { unit: 'day', timezone });
  const outcomes = await sumOutcomes(db, range, { unit: 'day', timezone }, readKnown(query));
  const days = [...new Set([...clicks, ...outcomes].map(({ at }) => at.getTime()))].sort((a, b) => a - b);
  const { currency } = rows.experiment;
  const items = days.flatMap((day) =>
    rows.agents.flatMap(({ id, number, name }): ShownDay[] => {
      const isOwn = (bucket: { agentId: string; at: Date }) => bucket.agentId === id && bucket.at.getTime() === day;
      const [ownClicks, ownOutcomes] = [clicks.filter(isOwn), outcomes.filter(isOwn)];
      if (ownClicks.length + ownOutcomes.length === 0) return [];
      return [
        {
          day: dayOf(day, timezone),
          agentId: id,
          letter: agentLetter(number),
          name,
          currency,
          outcomes: total(ownClicks, ownOutcomes),
          directed: totalDirected(ownClicks, ownOutcomes),
        },
      ];
    }),
  );
  return { items };
}

/** The date on the calendar of a timezone, such as `2026-11-22`: Canada writes dates so. */
const dayOf = (instant: number, timezone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(instant);
