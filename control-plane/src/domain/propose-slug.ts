const LONGEST = 90;
const MOST_PROPOSALS = 50;

/**
 * Slugs that fit a name, the best first: `solar-quote`, `solar-quote-2`, … Which of them is free is for the caller to see.
 */
export function proposeSlugs(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const slug = plain.slice(0, LONGEST).replace(/-+$/, '') || 'experiment';
  return [slug, ...Array.from({ length: MOST_PROPOSALS - 1 }, (_, i) => `${slug}-${i + 2}`)];
}
