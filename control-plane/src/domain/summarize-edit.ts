import { type ChangeExperiment, type Link, linkPath, type Rule } from '@alyson/schema';
import { isSameJson } from './same-json.ts';

/** What an edit altered of where clicks go, as the end of the sentence "Ana …". Releases keep it beside who made them. */

type Settings = Pick<
  ChangeExperiment,
  'fallbackUrl' | 'rules' | 'timezone' | 'stickyDays' | 'redirectStatus' | 'dailyCap'
>;

/** @returns null where nothing of it is routed by */
export function summarizeSettings(was: Settings, becomes: Settings): string | null {
  const { fallbackUrl, rules, timezone, stickyDays, redirectStatus } = becomes;
  return inOneSentence([
    ...(rules ? summarizeRules(was.rules ?? [], rules) : []),
    ...(fallbackUrl === undefined
      ? []
      : [fallbackUrl === null ? 'removed the fallback page' : 'changed the fallback page']),
    ...(timezone === undefined ? [] : [`set the timezone to ${timezone}`]),
    ...(stickyDays === undefined ? [] : [summarizeStickiness(stickyDays)]),
    ...(redirectStatus === undefined ? [] : [`set the redirects to ${redirectStatus}`]),
  ]);
}

const summarizeStickiness = (days: number): string =>
  days === 0
    ? 'let visitors change their agent with the split'
    : `let visitors keep their agent for ${days} ${days === 1 ? 'day' : 'days'}`;

/** By the rules' ids; an order that changed is told only where nothing else did. */
function summarizeRules(before: readonly Rule[], after: readonly Rule[]): string[] {
  const find = (rules: readonly Rule[], { id }: Rule) => rules.find((rule) => rule.id === id);
  const added = after.filter((rule) => !find(before, rule));
  const removed = before.filter((rule) => !find(after, rule));
  const changed = after.filter((rule) => {
    const old = find(before, rule);
    return old && !isSameJson(old, rule);
  });
  const told = [
    ...summarizeEach('added', added),
    ...summarizeEach('changed', changed),
    ...summarizeEach('removed', removed),
  ];
  return told.length > 0 ? told : ['changed the order of the rules'];
}

/** `added the rules “Mobile” and “Texas”`; beyond three only how many. */
function summarizeEach(verb: string, rules: readonly Rule[]): string[] {
  if (rules.length === 0) return [];
  if (rules.length > 3) return [`${verb} ${rules.length} rules`];
  const names = rules.map(({ name }) => `“${name}”`);
  return [`${verb} the ${rules.length === 1 ? 'rule' : 'rules'} ${listed(names)}`];
}

type Addressed = Pick<Link, 'kind' | 'value' | 'host'>;

/** @param before  null: the link is new. @param after  null: it is gone */
export function summarizeLink(before: Addressed | null, after: Addressed | null): string {
  const link = after ?? before;
  const address = link ? (link.host ?? '') + linkPath(link) : '';
  if (!before) return `added the link ${address}`;
  return after ? `changed how the link ${address} is followed` : `removed the link ${address}`;
}

/** @param fields  of the agent, that are to change */
export function summarizeAgent(letter: string, fields: { landingUrl?: unknown; tuneUrlId?: unknown }): string | null {
  return inOneSentence([
    ...(fields.landingUrl === undefined ? [] : [`changed the landing page of agent ${letter}`]),
    ...(fields.tuneUrlId === undefined ? [] : [`changed the url_id of agent ${letter}`]),
  ]);
}

const inOneSentence = (parts: readonly string[]): string | null => (parts.length > 0 ? listed(parts) : null);

/** `a, b and c`. */
function listed(parts: readonly string[]): string {
  const before = parts.slice(0, -1);
  const last = parts.at(-1) ?? '';
  return before.length > 0 ? `${before.join(', ')} and ${last}` : last;
}
