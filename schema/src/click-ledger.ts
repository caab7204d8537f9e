import * as z from 'zod';
import { Timestamp } from './time.ts';

const count = z.int().min(0);

export const LedgerId = z.string().min(1).max(64);

/**
 * A router's own books over the clicks it has answered, since they began (R23). At any time
 * `answered = delivered + onDisk + inMemory + setAside + lost + unknown`.
 */
export const EdgeBooks = z.object({
  edge: z.string(),
  /** Whose books: a router with a new data folder begins new ones. */
  ledgerId: LedgerId,
  answered: count,
  /** The control plane has said that it has them. */
  delivered: count,
  /** Waiting. */
  onDisk: count,
  inMemory: count,
  /** Of those that wait: sent, and nothing heard. They may be stored already. */
  unconfirmed: count,
  /** Never taken by the control plane, kept in a file beside the spool. */
  setAside: count,
  lost: count,
  /** Sent from memory when the process ended: stored or lost. */
  unknown: count,
  /** Of those delivered: on disk when the books began, and perhaps stored under older ones. */
  adopted: count,
});
export type EdgeBooks = z.infer<typeof EdgeBooks>;

/** One router's books beside what the control plane has stored of it. `answered = stored + onTheWay + setAside + lost + difference`. */
export const BalancedBooks = z.object({
  edge: z.string(),
  ledgerId: LedgerId,
  answered: count,
  stored: count,
  /** On the router's disk or in its memory, and not stored yet. */
  onTheWay: count,
  setAside: count,
  lost: count,
  /** 0 when the books add up. Above: so many clicks are missing; below: so many are stored of which the router knows nothing. */
  difference: z.int(),
});
export type BalancedBooks = z.infer<typeof BalancedBooks>;

/** Where every click that was answered has gone (R23). */
export const ClickLedger = z.object({
  /** Every router that could be asked adds up, and all could be asked. */
  addsUp: z.boolean(),
  books: z.array(BalancedBooks),
  /** Routers that could not be asked just now. */
  unreachable: z.array(z.object({ url: z.string(), detail: z.string() })),
  /**
   * Stored, with no books to compare with: on Workers no process sees every click, so what reached the consumer is all that
   * is known; others are of routers that are gone, or could not be asked.
   */
  uncompared: z.array(
    z.object({ edge: z.string(), ledgerId: LedgerId, stored: count, lastStoredAt: Timestamp, isEstimate: z.boolean() }),
  ),
});
export type ClickLedger = z.infer<typeof ClickLedger>;
