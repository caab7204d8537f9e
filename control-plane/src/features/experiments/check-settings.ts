import { checkLandingUrl } from '@alyson/router/domain';
import type { FieldProblem, Instant, NewAgent, NewLink, Schedule } from '@alyson/schema';
import type { Config } from '../../config.ts';
import { refuseSchedule } from '../../domain/grading-schedule.ts';

/** Faults that only the product's own rules can see; the shapes were checked at the door. Each names its field. */

export const checkAgents = (agents: readonly NewAgent[], config: Config): FieldProblem[] =>
  agents.flatMap(({ landingUrl }, index) =>
    checkLandingUrl(landingUrl, urlRules(config)).map((detail) => ({
      pointer: `#/agents/${index}/landingUrl`,
      detail,
    })),
  );

export function checkLinks(links: readonly NewLink[]): FieldProblem[] {
  const addresses = links.map(({ kind, value }) => `${kind} ${value}`);
  return addresses.flatMap((address, index) =>
    addresses.indexOf(address) < index ? [{ pointer: `#/links/${index}/value`, detail: 'is listed twice' }] : [],
  );
}

export function checkFallbackUrl(fallbackUrl: string | null | undefined, config: Config): FieldProblem[] {
  if (!fallbackUrl) return [];
  const details = /[{}]/.test(fallbackUrl)
    ? ['must be a fixed address, without macros']
    : checkLandingUrl(fallbackUrl, urlRules(config));
  return details.map((detail) => ({ pointer: '#/fallbackUrl', detail }));
}

export function checkSchedule(schedule: Schedule | null | undefined, now: Instant): FieldProblem[] {
  const refusal = schedule ? refuseSchedule(schedule, now) : null;
  return refusal ? [{ pointer: `#/gradingSchedule/${refusal.field}`, detail: refusal.detail }] : [];
}

/** Pages without TLS are for development: on this machine only, and only in a deployment that is local itself. */
const urlRules = ({ environment }: Config) => ({ allowHttpLocalhost: environment === 'local' });
