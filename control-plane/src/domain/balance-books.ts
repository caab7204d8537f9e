import type { BalancedBooks, EdgeBooks } from '@alyson/schema';

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/**
 * Puts a router's books beside what the control plane has stored of it. Clicks go on while both are asked, so the stored
 * are counted before and after the books: the count at the moment of the books lies between. A delivery that is stored
 * and not yet confirmed is stored, not on the way.
 */
export function balanceBooks(books: EdgeBooks, storedBefore: number, storedAfter: number): BalancedBooks {
  const { edge, ledgerId, answered, delivered, onDisk, inMemory, unconfirmed, setAside, unknown, adopted } = books;
  const counted = clamp(delivered, storedBefore, storedAfter);
  // Clicks that older books brought in before these began.
  const stored = counted + clamp(delivered - counted, 0, adopted);
  const unheard = clamp(stored - delivered, 0, unconfirmed);
  const found = clamp(stored - delivered - unheard, 0, unknown);
  const onTheWay = onDisk + inMemory - unheard;
  const lost = books.lost + unknown - found;
  return {
    edge,
    ledgerId,
    answered,
    stored,
    onTheWay,
    setAside,
    lost,
    difference: answered - (stored + onTheWay + setAside + lost),
  };
}
