import { type ClickLedger, type EdgeBooks, messageOf, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { balanceBooks } from '../../domain/balance-books.ts';
import type { Edge } from '../../io/edge.ts';
import { isEstimate, listTallies, type Tally } from './tallies.store.ts';

type Asked = { url: string; books: EdgeBooks | null } | { url: string; detail: string };

/**
 * Compares the books of every router with what is stored of it (R23). Counts of the whole deployment, and nothing else: a
 * router serves all workspaces.
 */
export async function checkLedger(ctx: Context, edges: readonly Edge[]): Promise<ClickLedger> {
  const before = byLedger(await listTallies(ctx.db));
  const asked = await Promise.all(edges.map(ask));
  const after = byLedger(await listTallies(ctx.db));

  // Two addresses of one router are one router.
  const kept = new Map(
    asked.flatMap((each) => ('books' in each && each.books ? [[each.books.ledgerId, each.books]] : [])),
  );
  const books = [...kept.values()].map((each) =>
    balanceBooks(each, before.get(each.ledgerId)?.stored ?? 0, after.get(each.ledgerId)?.stored ?? 0),
  );
  const unreachable = asked.flatMap((each) => ('detail' in each ? [each] : []));
  const uncompared = [...after.values()]
    .filter(({ ledgerId }) => !kept.has(ledgerId))
    .map(({ lastStoredAt, ...tally }) => ({
      ...tally,
      lastStoredAt: toTimestamp(lastStoredAt.getTime()),
      isEstimate: isEstimate(tally.ledgerId),
    }));
  const addsUp = unreachable.length === 0 && books.every(({ difference }) => difference === 0);
  return { addsUp, books, unreachable, uncompared };
}

async function ask(edge: Edge): Promise<Asked> {
  try {
    return { url: edge.url, books: await edge.readBooks() };
  } catch (error) {
    return { url: edge.url, detail: messageOf(error) };
  }
}

const byLedger = (tallies: readonly Tally[]) => new Map(tallies.map((tally) => [tally.ledgerId, tally]));
