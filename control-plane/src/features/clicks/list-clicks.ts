import { agentLetter, type ClickSummary, type endpoints, toTimestamp } from '@alyson/schema';
import { digestOfKey } from '../../attribution/key-digest.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findClicks, findOutcomes } from './click-list.store.ts';

type ListClicks = typeof endpoints.listClicks;
type Row = Awaited<ReturnType<typeof findClicks>>[number];
type Outcome = ClickSummary['outcome'];

const IS_BOT = { include: null, exclude: false, only: true } as const;

/**
 * Stored clicks, newest first, each with the furthest a buyer has reported.
 *
 * @throws ProblemError `validation_failed`
 */
export async function listClicks(
  { db, workspaceId }: Context,
  { query }: Input<ListClicks>,
): Promise<Answer<ListClicks>> {
  const { experimentId, agentId, utmContent, bots, cursor, limit, ...filter } = query;
  const rows = await findClicks(db, {
    ...filter,
    workspaceId,
    experimentId: experimentId ?? null,
    agentId: agentId ?? null,
    keyDigest: utmContent === undefined ? null : digestOfKey(utmContent),
    isBot: IS_BOT[bots],
    after: readCursor(cursor),
    limit: limit + 1,
  });
  const shown = await showClicks(db, rows);
  const keyOf = ({ at, id }: ClickSummary) => ({ at: Date.parse(at), id });
  return toPage(shown, limit, keyOf, (click) => click);
}

/** Each with the furthest a buyer has reported of it. */
export async function showClicks(db: Context['db'], rows: readonly Row[]): Promise<ClickSummary[]> {
  const outcomes = await outcomesOf(db, rows);
  return rows.map((row) => summarize(row, outcomes.get(row.click.id) ?? 'none'));
}

async function outcomesOf(db: Context['db'], rows: readonly Row[]): Promise<Map<string | null, Outcome>> {
  const outcomes = new Map<string | null, Outcome>();
  if (rows.length === 0) return outcomes;
  for (const { clickId, kind } of await findOutcomes(
    db,
    rows.map(({ click }) => click.id),
  )) {
    if (kind === 'sale') outcomes.set(clickId, 'sale');
    else if (kind === 'lead' && !outcomes.has(clickId)) outcomes.set(clickId, 'lead');
  }
  return outcomes;
}

function summarize({ click, experimentName, agentNumber }: Row, outcome: Outcome): ClickSummary {
  return {
    id: click.id,
    at: toTimestamp(click.clickedAt.getTime()),
    storedAt: toTimestamp(click.storedAt.getTime()),
    experimentId: click.experimentId,
    experimentName,
    agentId: click.agentId,
    agentLetter: agentNumber === null ? null : agentLetter(agentNumber),
    releaseNumber: click.releaseNumber,
    reason: click.reason,
    ruleId: click.ruleId,
    utmContent: click.utmContent,
    keySource: click.keySource,
    affiliateId: click.affiliateId,
    source: click.source,
    country: click.country,
    deviceClass: click.deviceClass,
    browser: click.browser,
    isBot: click.isBot,
    botReason: click.botReason,
    outcome,
  };
}
