import type { FieldProblem, Instant, NewAgent, NewLink, Rule, Schedule } from '@alyson/schema';
import { checkPage, type PageRules } from '../../addresses/page-rules.ts';
import { addressOfLink } from '../../domain/check-links.ts';
import { checkRules } from '../../domain/check-rules.ts';
import { refuseSchedule } from '../../domain/grading-schedule.ts';
import { findTimezone } from '../../domain/local-time.ts';

/** Faults that only the product's own rules can see; the shapes were checked at the door. Each names its field. */

export const checkAgents = (agents: readonly NewAgent[], rules: PageRules): FieldProblem[] =>
  agents.flatMap(({ landingUrl }, index) => checkPageOf(`agents/${index}/landingUrl`, landingUrl, rules));

/** @param field  where the page stands in the request, e.g. `landingUrl` */
export const checkPageOf = (field: string, url: string, rules: PageRules): FieldProblem[] =>
  checkPage(url, rules).map((detail) => ({ pointer: `#/${field}`, detail }));

export function checkLinks(links: readonly NewLink[]): FieldProblem[] {
  const addresses = links.map(addressOfLink);
  return addresses.flatMap((address, index) =>
    addresses.indexOf(address) < index ? [{ pointer: `#/links/${index}/value`, detail: 'is listed twice' }] : [],
  );
}

export function checkFallbackUrl(fallbackUrl: string | null | undefined, rules: PageRules): FieldProblem[] {
  if (!fallbackUrl) return [];
  const details = /[{}]/.test(fallbackUrl)
    ? ['must be a fixed address, without macros']
    : checkPage(fallbackUrl, rules);
  return details.map((detail) => ({ pointer: '#/fallbackUrl', detail }));
}

/** @param agents  that the rules may name */
export const checkRulesOf = (
  agents: readonly { id: string }[],
  list: readonly Rule[] | undefined,
  rules: PageRules,
): FieldProblem[] =>
  checkRules(list ?? [], {
    agentIds: new Set(agents.map(({ id }) => id)),
    checkPage: (url) => checkPage(url, rules),
  });

export function checkSchedule(schedule: Schedule | null | undefined, now: Instant): FieldProblem[] {
  const refusal = schedule ? refuseSchedule(schedule, now) : null;
  return refusal ? [{ pointer: `#/gradingSchedule/${refusal.field}`, detail: refusal.detail }] : [];
}

export const checkTimezone = (timezone: string | undefined): FieldProblem[] =>
  timezone === undefined || findTimezone(timezone)
    ? []
    : [{ pointer: '#/timezone', detail: 'is no timezone; name one such as America/New_York or UTC' }];
