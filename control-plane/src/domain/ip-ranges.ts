/** What data tells of an address; what it does not say is absent. */
export interface IpFacts {
  country?: string;
  region?: string;
  city?: string;
  network?: string;
  isHosting?: boolean;
}

/** Both ends belong to it. Positions are one line: IPv4 addresses as numbers, then IPv6 ones after them. */
export interface IpRange {
  first: bigint;
  last: bigint;
  facts: IpFacts;
}

/** Where IPv6 begins on that line. */
export const IPV6_FROM = 1n << 32n;

/**
 * Lays layers over each other: each stretch gets what any layer says of it, an earlier layer before a later one.
 *
 * @param layers  each in order and without overlaps
 */
export async function* overlayRanges(layers: readonly AsyncIterator<IpRange>[]): AsyncGenerator<IpRange> {
  const heads = await Promise.all(layers.map(nextOf));
  let from = 0n;
  for (;;) {
    const open = heads.filter((head) => head !== null);
    if (open.length === 0) return;
    const first = open.reduce(
      (least, head) => lesser(least, greater(head.first, from)),
      greater(open[0]?.first ?? 0n, from),
    );
    const covering = open.filter((head) => head.first <= first);
    const ends = open.map((head) => (head.first <= first ? head.last : head.first - 1n));
    const last = ends.reduce(lesser);
    yield { first, last, facts: Object.assign({}, ...covering.map(({ facts }) => facts).reverse()) };
    from = last + 1n;
    for (const [i, layer] of layers.entries()) {
      const head = heads[i];
      if (head && head.last <= last) heads[i] = await nextOf(layer);
    }
  }
}

const nextOf = async (layer: AsyncIterator<IpRange>): Promise<IpRange | null> => {
  const { done, value } = await layer.next();
  return done ? null : value;
};
const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);
