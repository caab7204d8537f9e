import { agentHours, clickKeys, clicks, experimentDays } from '@alyson/schema/tables';
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';

export type NewClick = Omit<typeof clicks.$inferSelect, 'subs'> & { subs: readonly (string | null)[] };
export type NewClickKey = typeof clickKeys.$inferSelect;
export type HourCount = typeof agentHours.$inferSelect;
export type DayCount = typeof experimentDays.$inferSelect;

/** One column of many rows: its name, its type in SQL, and its value of a row. */
type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];

const CLICK_COLUMNS: readonly Column<NewClick>[] = [
  ['id', 'text', (click) => click.id],
  ['workspace_id', 'text', (click) => click.workspaceId],
  ['clicked_at', 'timestamptz', (click) => click.clickedAt.toISOString()],
  ['stored_at', 'timestamptz', (click) => click.storedAt.toISOString()],
  ['edge', 'text', (click) => click.edge],
  ['link_id', 'text', (click) => click.linkId],
  ['experiment_id', 'text', (click) => click.experimentId],
  ['agent_id', 'text', (click) => click.agentId],
  ['release_number', 'int', (click) => click.releaseNumber],
  ['release_age_ms', 'bigint', (click) => click.releaseAgeMs],
  ['reason', 'text', (click) => click.reason],
  ['rule_id', 'text', (click) => click.ruleId],
  ['propensity_owner', 'int', (click) => click.propensityOwner],
  ['propensity_survivors', 'int', (click) => click.propensitySurvivors],
  ['visitor_id', 'text', (click) => click.visitorId],
  ['utm_content', 'text', (click) => click.utmContent],
  ['key_source', 'text', (click) => click.keySource],
  ['offer_id', 'text', (click) => click.offerId],
  ['affiliate_id', 'text', (click) => click.affiliateId],
  ['source', 'text', (click) => click.source],
  ['transaction_id', 'text', (click) => click.transactionId],
  ['affiliate_click_id', 'text', (click) => click.affiliateClickId],
  ['country', 'text', (click) => click.country],
  ['region', 'text', (click) => click.region],
  ['device_class', 'text', (click) => click.deviceClass],
  ['os', 'text', (click) => click.os],
  ['browser', 'text', (click) => click.browser],
  ['language', 'text', (click) => click.language],
  ['referrer_host', 'text', (click) => click.referrerHost],
  ['is_bot', 'boolean', (click) => click.isBot],
  ['bot_reason', 'text', (click) => click.botReason],
  ['address_hash', 'text', (click) => click.addressHash],
  // An array of arrays would arrive flat, so the five travel in JSON.
  ['subs', 'jsonb', (click) => JSON.stringify(click.subs)],
];

/** @returns the ids that were not stored before; of two rows with one id, the first counts */
export async function insertClicks(tx: Tx, rows: readonly NewClick[]): Promise<Set<string>> {
  const names = CLICK_COLUMNS.map(([name]) => name);
  const values = names.map((name) =>
    name === 'subs' ? sql`array(select jsonb_array_elements_text(given.subs))` : sql`given.${sql.identifier(name)}`,
  );
  const { rows: stored } = await tx.execute<{ id: string }>(sql`
    insert into ${clicks} (${listOf(names)}) select ${sql.join(values, sql`, `)} from ${given(CLICK_COLUMNS, rows)}
    on conflict (id) do nothing returning id`);
  return new Set(stored.map(({ id }) => id));
}

const KEY_COLUMNS: readonly Column<NewClickKey>[] = [
  ['workspace_id', 'text', (key) => key.workspaceId],
  ['key_digest', 'bytea', (key) => key.keyDigest],
  ['click_id', 'text', (key) => key.clickId],
  ['clicked_at', 'timestamptz', (key) => key.clickedAt.toISOString()],
  ['is_bot', 'boolean', (key) => key.isBot],
];

export async function insertClickKeys(tx: Tx, keys: readonly NewClickKey[]): Promise<void> {
  await tx.execute(sql`
    insert into ${clickKeys} (${namesOf(KEY_COLUMNS)}) select * from ${given(KEY_COLUMNS, keys)}
    on conflict do nothing`);
}

const SUMS = [
  ['clicks', 'int', (count) => count.clicks],
  ['directed_clicks', 'int', (count) => count.directedClicks],
  ['bot_clicks', 'int', (count) => count.botClicks],
] as const satisfies readonly Column<Pick<DayCount, 'clicks' | 'directedClicks' | 'botClicks'>>[];

const HOUR_COLUMNS: readonly Column<HourCount>[] = [
  ['experiment_id', 'text', (count) => count.experimentId],
  ['hour', 'timestamptz', (count) => count.hour.toISOString()],
  ['agent_id', 'text', (count) => count.agentId],
  ['release_number', 'int', (count) => count.releaseNumber],
  ...SUMS,
];

const DAY_COLUMNS: readonly Column<DayCount>[] = [
  ['experiment_id', 'text', (count) => count.experimentId],
  ['day', 'timestamptz', (count) => count.day.toISOString()],
  ...SUMS,
];

const ADDED = sql`set clicks = kept.clicks + excluded.clicks, bot_clicks = kept.bot_clicks + excluded.bot_clicks,
  directed_clicks = kept.directed_clicks + excluded.directed_clicks`;

/** Rows are locked in the order given: whoever counts gives them sorted, so that two deliveries never wait in a circle. */
export async function addToHours(tx: Tx, hours: readonly HourCount[]): Promise<void> {
  await tx.execute(sql`
    insert into ${agentHours} as kept (${namesOf(HOUR_COLUMNS)}) select * from ${given(HOUR_COLUMNS, hours)}
    on conflict (experiment_id, hour, agent_id, release_number) do update ${ADDED}`);
}

/** As `addToHours`, and after it. */
export async function addToDays(tx: Tx, days: readonly DayCount[]): Promise<void> {
  await tx.execute(sql`
    insert into ${experimentDays} as kept (${namesOf(DAY_COLUMNS)}) select * from ${given(DAY_COLUMNS, days)}
    on conflict (experiment_id, day) do update ${ADDED}`);
}

const listOf = (names: readonly string[]): SQL =>
  sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );

const namesOf = <Row>(columns: readonly Column<Row>[]): SQL => listOf(columns.map(([name]) => name));

/** Rows as the table `given`: one array per column, so that a thousand rows are one statement with few parameters. */
function given<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): SQL {
  const arrays = columns.map(([, type, value]) => sql`${sql.param(rows.map(value))}::${sql.raw(`${type}[]`)}`);
  return sql`unnest(${sql.join(arrays, sql`, `)}) as given(${namesOf(columns)})`;
}
