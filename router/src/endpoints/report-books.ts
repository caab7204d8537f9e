import type { EdgeBooks } from '@alyson/schema';
import { withBearer } from './with-bearer.ts';

export interface ReportBooksDeps {
  readonly edgeToken: string;
  /** Null where no process sees all clicks, as on Workers. */
  readonly books: () => EdgeBooks | null;
}

/** `GET /edge/books`: what became of every click that was answered, for the control plane to compare with what it has. */
export const reportBooks = ({ edgeToken, books }: ReportBooksDeps) =>
  withBearer(edgeToken, (c) => {
    const kept = books();
    return kept === null ? c.json({ reason: 'no_books' }, 404) : c.json(kept);
  });
