import type { ExperimentListItem, ExperimentSort } from '@alyson/schema';

/** A column to sort by; a minus before it turns the order round. */
export const SORTS = [
  'name',
  '-name',
  'clicks',
  '-clicks',
  'revenue',
  '-revenue',
  'rpc',
  '-rpc',
  'changed',
  '-changed',
] as const;
export type Sort = (typeof SORTS)[number];
export type SortColumn = 'name' | 'clicks' | 'revenue' | 'rpc' | 'changed';

export const DEFAULT_SORT: Sort = '-changed';

const rpc = ({ outcomes }: ExperimentListItem): number =>
  outcomes.clicks > 0 ? outcomes.revenueMicros / outcomes.clicks : Number.NEGATIVE_INFINITY;

type Compare = (a: ExperimentListItem, b: ExperimentListItem) => number;
const by =
  (value: (item: ExperimentListItem) => number): Compare =>
  (a, b) => {
    const [x, y] = [value(a), value(b)];
    return x === y ? 0 : x - y;
  };

const COMPARE: Record<SortColumn, Compare> = {
  name: (a, b) => a.name.localeCompare(b.name),
  clicks: by((item) => item.outcomes.clicks),
  revenue: by((item) => item.outcomes.revenueMicros),
  rpc: by(rpc),
  changed: by((item) => Date.parse(item.updatedAt)),
};

const columnOf = (sort: Sort): SortColumn => sort.replace('-', '') as SortColumn;
const isDescending = (sort: Sort): boolean => sort.startsWith('-');

/** The list in an order of the address. */
export function sortExperiments(items: readonly ExperimentListItem[], sort: Sort): ExperimentListItem[] {
  const compare = COMPARE[columnOf(sort)];
  return isDescending(sort) ? items.toSorted((a, b) => compare(b, a)) : items.toSorted(compare);
}

/** The order of the file of all experiments: by sums the API does not sort, and the newest change comes first. */
export function sortOfApi(sort: Sort): ExperimentSort {
  if (sort === 'name' || sort === '-name') return sort;
  return sort === 'changed' ? 'updatedAt' : '-updatedAt';
}

/** What a column's header shows: null where another column is sorted by. */
export function directionIn(sort: Sort, column: SortColumn): 'ascending' | 'descending' | null {
  if (columnOf(sort) !== column) return null;
  return isDescending(sort) ? 'descending' : 'ascending';
}

/** What pressing a column's header asks for: its natural order, the other one, then back to the newest change first. */
export function nextSort(sort: Sort, column: SortColumn): Sort {
  const [first, second]: [Sort, Sort] = column === 'name' ? ['name', '-name'] : [`-${column}`, column];
  if (sort === first) return second;
  return sort === second ? DEFAULT_SORT : first;
}
