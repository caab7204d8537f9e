import type { TuneFinding, TunePlanItem } from '@alyson/schema';
import type { PlanRequest } from './queries.ts';

export type Decision = NonNullable<PlanRequest['decisions']>[number];
export type Decisions = ReadonlyMap<string, Decision>;

const keyOf = ({ kind, id }: Pick<Decision, 'kind' | 'id'>): string => `${kind}/${id}`;

export const decisionOf = (decisions: Decisions, { source: { kind, id } }: Pick<TunePlanItem, 'source'>): Decision =>
  decisions.get(keyOf({ kind, id })) ?? { kind, id };

export const withDecision = (decisions: Decisions, decision: Decision): Decisions =>
  new Map(decisions).set(keyOf(decision), decision);

type Accepted = Pick<TuneFinding, 'code' | 'page'>;

export const isAccepted = ({ accepted = [] }: Decision, { code, page }: Accepted): boolean =>
  accepted.some((one) => one.code === code && one.page === page);

export function accept(decision: Decision, { code, page }: Accepted, isIn: boolean): Decision {
  const others = (decision.accepted ?? []).filter((one) => one.code !== code || one.page !== page);
  return { ...decision, accepted: isIn ? [...others, { code, page }] : others };
}

export function leaveOut(decision: Decision, page: string, isLeftOut: boolean): Decision {
  const others = (decision.leftOutPages ?? []).filter((other) => other !== page);
  return { ...decision, leftOutPages: isLeftOut ? [...others, page] : others };
}

/** @param landingUrl  empty: TUNE's own again */
export function givePage(decision: Decision, page: string, landingUrl: string): Decision {
  const others = (decision.pages ?? []).filter((given) => given.page !== page);
  return { ...decision, pages: landingUrl === '' ? others : [...others, { page, landingUrl }] };
}
