import * as z from 'zod';

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
