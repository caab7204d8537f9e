import type { EdgeBooks, EdgeState, SignedBundle } from '@alyson/schema';

/** What an edge says to a bundle. */
export type Push =
  | { kind: 'accepted'; state: EdgeState }
  /** It holds this sequence, or one above it. */
  | { kind: 'superseded'; state: EdgeState }
  /** It cannot be verified, or is not for this edge; sending it again changes nothing. */
  | { kind: 'refused'; reason: string };

/** A place that routes clicks. All calls throw when it cannot be reached or makes no sense. */
export interface Edge {
  /** Its address, for people and the log. */
  readonly url: string;
  push(shard: number, bundle: SignedBundle): Promise<Push>;
  /** What it holds, in its own words. */
  readState(): Promise<EdgeState>;
  /** What became of the clicks it has answered; null where nobody keeps books, as on Workers. */
  readBooks(): Promise<EdgeBooks | null>;
}
