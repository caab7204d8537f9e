import { findCandidates } from '../../attribution/candidates.store.ts';
import { waitForClicks } from '../../attribution/locks.store.ts';
import { announce, type Deps } from '../../context.ts';
import { placeByKey } from '../../domain/attribution.ts';
import { countSteps } from '../../funnel/count-visits.ts';
import { addSteps } from '../../funnel/funnel-hours.store.ts';
import type { Tx } from '../../io/database.ts';
import {
  giveClicks,
  insertSteps,
  letWait,
  type NewStep,
  type PageEventRow,
  readFunnelClicks,
  takeAgain,
  takeDue,
} from './page-events.store.ts';

const BATCH = 500;

type Joined = PageEventRow & { clickId: string; clickedAt: number; experimentId: string | null };

/**
 * Gives page events their clicks (C18), and counts each step of a click once. Those that have none wait until a click with
 * their key comes; before that they are looked at once more, when the clicks that were being stored meanwhile are there.
 *
 * @returns how many were looked at
 */
export async function placePageEvents(deps: Deps): Promise<number> {
  const { db } = deps;
  const first = await db.transaction(async (tx) => place(tx, await takeDue(tx, BATCH)));
  announceSteps(deps, first.joined);
  if (first.missing.length > 0) {
    await db.transaction((tx) =>
      waitForClicks(
        tx,
        first.missing.map((event) => event.keyDigest),
      ),
    );
    const second = await db.transaction(async (tx) => {
      const again = await place(tx, await takeAgain(tx, first.missing));
      if (again.missing.length > 0) await letWait(tx, again.missing);
      return again;
    });
    announceSteps(deps, second.joined);
  }
  return first.joined.length + first.missing.length;
}

async function place(tx: Tx, events: readonly PageEventRow[]): Promise<{ joined: Joined[]; missing: PageEventRow[] }> {
  if (events.length === 0) return { joined: [], missing: [] };
  const candidates = await findCandidates(
    tx,
    events.map(({ workspaceId, keyDigest, occurredAt }) => ({
      workspaceId,
      keyDigest,
      utmContent: null,
      occurredAt: occurredAt.getTime(),
    })),
  );
  const joined: Joined[] = [];
  const missing: PageEventRow[] = [];
  for (const [index, event] of events.entries()) {
    const placement = placeByKey(event.occurredAt.getTime(), candidates[index] ?? []);
    if (placement.kind === 'joined') {
      const { clickId, clickedAt, experimentId } = placement.click;
      joined.push({ ...event, clickId, clickedAt, experimentId });
    } else missing.push(event);
  }
  if (joined.length > 0) {
    await giveClicks(tx, joined);
    await countOnce(tx, joined);
  }
  return { joined, missing };
}

/** Of several messages of one step of one click, the first to come counts. */
async function countOnce(tx: Tx, joined: readonly Joined[]): Promise<void> {
  const latestFirst = joined.toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
  const steps = [...new Map(latestFirst.map((event) => [`${event.clickId} ${event.step}`, event] as const))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([, { clickId, step, workspaceId, clickedAt, receivedAt }]): NewStep => ({
        clickId,
        step,
        workspaceId,
        clickedAt: new Date(clickedAt),
        reportedAt: receivedAt,
      }),
    );
  const taken = await insertSteps(tx, steps);
  if (taken.length === 0) return;
  const clicks = await readFunnelClicks(tx, [...new Set(taken.map(({ clickId }) => clickId))]);
  const counts = countSteps(
    taken.flatMap(({ clickId, step, reportedAt }) => {
      const click = clicks.get(clickId);
      return click ? [{ click, step, reportedAt }] : [];
    }),
  );
  if (counts.length > 0) await addSteps(tx, counts);
}

/** Tells the panel, one note per workspace. */
function announceSteps(deps: Deps, joined: readonly Joined[]): void {
  for (const [workspaceId, events] of Map.groupBy(joined, (event) => event.workspaceId)) {
    const experimentIds = [...new Set(events.map((event) => event.experimentId).filter((id) => id !== null))];
    announce(deps, workspaceId, { topic: 'page_event', experimentIds, count: events.length });
  }
}
