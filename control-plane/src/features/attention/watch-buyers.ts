import { HOUR_MS, type Instant } from '@alyson/schema';
import { eachByItself } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { findAmountJump, findOrphanSpike, findRejects, findSilence, type Oddity } from '../../domain/buyer-habits.ts';
import {
  countHours,
  deleteOldHours,
  findLastHour,
  listWatchedBuyers,
  readAmounts,
  readHours,
  type WatchedBuyer,
} from './attention.store.ts';
import { type Finding, keepItems } from './keep-items.ts';

const KEPT_HOURS = 8 * 7 * 24;
/** Hours are counted anew for so long: reports come late by way of an edge, and orphans are joined. */
const COUNTED_AGAIN = 6;
const AMOUNTS = 300;

/**
 * Holds every buyer against its own habit: what it reported in the whole hours of the last eight weeks.
 *
 * @throws AggregateError when single buyers could not be dealt with; the others were all the same
 */
export async function watchBuyers(deps: Deps): Promise<void> {
  const buyers = await listWatchedBuyers(deps.db);
  await eachByItself(buyers, (buyer) => watchBuyer(deps, buyer), 'buyers that could not be watched');
}

async function watchBuyer(deps: Deps, buyer: WatchedBuyer): Promise<void> {
  const end = Math.floor(deps.now() / HOUR_MS) * HOUR_MS;
  const begin = Math.max(end - KEPT_HOURS * HOUR_MS, Math.ceil(buyer.createdAt.getTime() / HOUR_MS) * HOUR_MS);
  if (end <= begin) return;
  const { db } = deps;
  const last = (await findLastHour(db, buyer.id))?.getTime() ?? begin - HOUR_MS;
  const from = Math.max(begin, Math.min(last + HOUR_MS, end - COUNTED_AGAIN * HOUR_MS));
  await countHours(db, buyer.id, new Date(from), new Date(end));
  await deleteOldHours(db, buyer.id, new Date(begin));
  const hours = await readHours(db, buyer.id, new Date(begin), new Date(end));
  const findings = [
    ...show(buyer, end, 'buyer_silent', `${buyer.name} is silent`, findSilence(hours)),
    ...show(buyer, end, 'orphan_spike', `More of ${buyer.name}’s events match no click`, findOrphanSpike(hours)),
    ...show(buyer, end, 'reports_rejected', `Reports of ${buyer.name} are refused`, findRejects(hours)),
    ...(await findJump(deps, buyer, end)),
  ];
  const kinds = ['buyer_silent', 'orphan_spike', 'reports_rejected', 'amount_jump'] as const;
  await keepItems(deps, { kinds, subjectId: buyer.id }, findings);
}

function show(
  { id, workspaceId }: WatchedBuyer,
  end: Instant,
  kind: Finding['kind'],
  summary: string,
  oddity: Oddity | null,
): Finding[] {
  if (oddity === null) return [];
  const since = new Date(end - oddity.hours * HOUR_MS);
  return [{ workspaceId, kind, subjectId: id, summary, evidence: oddity.evidence, since }];
}

/** Within the currency of the newest amount. */
async function findJump({ db }: Deps, { id, workspaceId, name }: WatchedBuyer, end: Instant): Promise<Finding[]> {
  const amounts = await readAmounts(db, id, AMOUNTS);
  const ofNewest = amounts.filter(({ currency }) => currency === amounts[0]?.currency);
  const evidence = findAmountJump(ofNewest.map(({ amountMicros }) => amountMicros ?? 1));
  if (evidence === null) return [];
  const summary = `${name}’s amounts are of another size`;
  return [{ workspaceId, kind: 'amount_jump', subjectId: id, summary, evidence, since: new Date(end) }];
}
