import type { Arrived, FunnelCounts } from '@alyson/schema';
import { shareArrived } from './arrival-curve.ts';

interface OfGroup {
  key: string;
  /** Of all that have no group of their own. */
  isRest: boolean;
}

/** Clicks of one age in a group, and their steps. */
export type VisitsOfGroup = OfGroup & { ageSlot: number } & Omit<FunnelCounts, 'leads' | 'sales'>;
export type OutcomesOfGroup = OfGroup & Pick<FunnelCounts, 'leads' | 'sales'>;

export interface FunnelGroup extends OfGroup {
  counts: FunnelCounts;
  arrived: Arrived;
}

/** By kind, which share has come by the end of each slot of age; null: nothing is still to come, or nobody knows. */
export type ArrivalCurves = Record<keyof Arrived, readonly number[] | null>;

/** Puts clicks, steps and outcomes together by group; where there is a rest, outcomes of groups without clicks are its. */
export function groupFunnel(
  visits: readonly VisitsOfGroup[],
  outcomes: readonly OutcomesOfGroup[],
  curves: ArrivalCurves | null,
): { groups: FunnelGroup[]; total: Pick<FunnelGroup, 'counts' | 'arrived'> } {
  const groups = Map.groupBy(visits, nameOf);
  const rest = visits.find(({ isRest }) => isRest);
  const outcomesOf = Map.groupBy(outcomes, (one) => nameOf(rest && !groups.has(nameOf(one)) ? rest : one));
  const names = [...new Set([...groups.keys(), ...outcomesOf.keys()])];
  const build = (ofVisits: readonly VisitsOfGroup[], ofOutcomes: readonly OutcomesOfGroup[]) => ({
    counts: addUp(ofVisits, ofOutcomes),
    arrived: arrivedOf(ofVisits, curves),
  });
  const all = names.map((name) => {
    const [isRest, key] = JSON.parse(name) as [boolean, string];
    return { key, isRest, ...build(groups.get(name) ?? [], outcomesOf.get(name) ?? []) };
  });
  return {
    // A row may count the other kind of date alone.
    groups: all.filter(({ counts }) => Object.values(counts).some((count) => count > 0)),
    total: build(visits, outcomes),
  };
}

const nameOf = ({ key, isRest }: OfGroup): string => JSON.stringify([isRest, key]);

function addUp(visits: readonly VisitsOfGroup[], outcomes: readonly OutcomesOfGroup[]): FunnelCounts {
  const sum = <T>(items: readonly T[], value: (item: T) => number) =>
    items.reduce((total, item) => total + value(item), 0);
  return {
    clicks: sum(visits, (one) => one.clicks),
    viewed: sum(visits, (one) => one.viewed),
    quizStarted: sum(visits, (one) => one.quizStarted),
    quizSubmitted: sum(visits, (one) => one.quizSubmitted),
    leads: sum(outcomes, (one) => one.leads),
    sales: sum(outcomes, (one) => one.sales),
  };
}

function arrivedOf(visits: readonly VisitsOfGroup[], curves: ArrivalCurves | null): Arrived {
  const clicksByAge = new Map<number, number>();
  for (const { ageSlot, clicks } of visits) clicksByAge.set(ageSlot, (clicksByAge.get(ageSlot) ?? 0) + clicks);
  return {
    leads: shareArrived(curves?.leads ?? null, clicksByAge),
    sales: shareArrived(curves?.sales ?? null, clicksByAge),
  };
}
