import type { EdgeBooks } from '@alyson/schema';
import { withBearer } from './with-bearer.ts';

export interface ReportBooksDeps {
  readonly edgeToken: string;
  /** None where no process sees all clicks, as on Workers. */
  readonly books?: () => EdgeBooks;
}

/** `GET /edge/books`: what became of every click that was answered, for the control plane to compare with what it has. */
export const reportBooks = ({ edgeToken, books }: ReportBooksDeps) =>
  withBearer(edgeToken, (c) => (books ? c.json(books()) : c.json({ reason: 'no_books' }, 404)));
