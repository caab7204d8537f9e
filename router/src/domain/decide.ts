import type { CandidateOutcome, DecisionReason, DecisionStep, Unit } from '@alyson/schema';
import { type CompiledTable, chooseOwner, type OnRound } from './bucket-table.ts';
import type { CompiledAgent, CompiledLink, CompiledRelease } from './compile-routing.ts';
import type { LandingTemplate } from './landing-template.ts';
import type { CompiledRule, OnCondition } from './rules.ts';
import type { StickyAgent } from './sticky.ts';

/** All links an edge knows, by address. */
export type Links = ReadonlyMap<string, CompiledLink>;

/** What a click is decided by. Whatever costs to find out is asked for only where it matters. */
export interface ClickFacts {
  /** `linkAddress`; null where the path is not a link's. */
  readonly address: string | null;
  /** The first usable `utm_content` or `transaction_id`; null where the router mints one. */
  readonly joinKey: string | null;
  /** The click's own time and chance, see `Draw`: the unit where there is no other. */
  readonly draw: string;
  /** TUNE's `url_id` of the link. */
  readonly urlId: string | null;
  /** Whether a rule's conditions all hold. @param onCondition  hears of each that was looked at */
  matches(rule: CompiledRule, onCondition?: OnCondition): boolean;
  /** Of the visitor's cookie, or made for this click. Asked for on links whose unit is the visitor. */
  visitorId(): string;
  /** Which agent the visitor was given first. Asked for where a release keeps agents. */
  stickyAgent(release: CompiledRelease): StickyAgent | null;
  /** The page that a deep link leads to: null without one, `refused` where it may not. */
  deepLink(link: CompiledLink): LandingTemplate | 'refused' | null;
}

/** The owner's weight and the survivors', in basis points. */
export interface Propensity {
  readonly owner: number;
  readonly survivors: number;
}

type AgentReason = Extract<DecisionReason, 'split' | 'rehashed' | 'sticky' | 'forced' | 'rule_agent' | 'rule_split'>;
type PageReason = Extract<DecisionReason, 'deep_link' | 'handed_back' | 'rule_url'>;

interface AgentDecision {
  readonly kind: 'agent';
  readonly reason: AgentReason;
  readonly link: CompiledLink;
  readonly release: CompiledRelease;
  readonly agent: CompiledAgent;
  readonly rule: CompiledRule | null;
  readonly propensity: Propensity | null;
}

/** A page that is no agent's. */
interface PageDecision {
  readonly kind: 'page';
  readonly reason: PageReason;
  readonly link: CompiledLink;
  readonly release: CompiledRelease;
  readonly rule: CompiledRule | null;
  readonly page: LandingTemplate;
}

export interface FallbackDecision {
  readonly kind: 'fallback';
  readonly reason: Exclude<DecisionReason, AgentReason | PageReason>;
  readonly link: CompiledLink | null;
  readonly release: CompiledRelease | null;
  readonly rule: CompiledRule | null;
  /** The experiment's page, else the workspace's; null: the deployment's, which gets no parameters. */
  readonly fallback: LandingTemplate | null;
}

export type Decision = AgentDecision | PageDecision | FallbackDecision;

/** Hears of every step. Without one nothing is told, which is what a click does. */
export type Trace = (step: DecisionStep) => void;

/**
 * Chooses where one click goes (R5): a page or agent that the link forces, then the first rule that matches, then the
 * agent the visitor had, then the split. Total and deterministic: every click gets a decision, the same click the same.
 *
 * @param links  null where not a single bundle is held: then nobody can say whether a link exists
 */
export function decide(links: Links | null, click: ClickFacts, trace?: Trace): Decision {
  const decision = choose(links, click, trace);
  if (trace) {
    const agentId = decision.kind === 'agent' ? decision.agent.id : null;
    trace({ step: 'decision', reason: decision.reason, agentId });
  }
  return decision;
}

function choose(links: Links | null, click: ClickFacts, trace: Trace | undefined): Decision {
  if (!links) return fallBack('no_release', null);
  const link = click.address === null ? undefined : links.get(click.address);
  trace?.({ step: 'link', address: click.address, linkId: link?.id ?? null });
  if (!link) return fallBack('unknown_link', null);
  const { release } = link;
  trace?.({ step: 'release', number: release?.number ?? null, state: release?.state ?? null });
  if (!release) return fallBack('no_release', link);
  // Whatever the experiment's state: who decides here is TUNE.
  if (link.handBack) return { kind: 'page', reason: 'handed_back', link, release, rule: null, page: link.handBack };
  if (release.state !== 'running') return fallBack(release.state, link);
  return (
    followForce(link, release, click, trace) ??
    (release.rules.length > 0 ? followRules(link, release, click, trace) : null) ??
    (release.stickyDays > 0 ? keepAgent(link, release, click, trace) : null) ??
    chooseBySplit(link, release, release.table, release.survivors, null, click, trace)
  );
}

/** R17: a deep link; R2: a `url_id` that is an agent's. */
function followForce(
  link: CompiledLink,
  release: CompiledRelease,
  click: ClickFacts,
  trace: Trace | undefined,
): Decision | null {
  const page = link.deepLinkHosts.length > 0 ? click.deepLink(link) : null;
  if (page !== null) trace?.({ step: 'deep_link', outcome: page === 'refused' ? 'refused' : 'taken' });
  if (page !== null && page !== 'refused')
    return { kind: 'page', reason: 'deep_link', link, release, rule: null, page };

  if (click.urlId === null || release.byUrlId === null) return null;
  const agent = release.byUrlId.get(click.urlId);
  trace?.({ step: 'forced', urlId: click.urlId, agentId: agent?.id ?? null, outcome: outcomeOf(agent) });
  if (!agent?.isEligible) return null;
  return { kind: 'agent', reason: 'forced', link, release, agent, rule: null, propensity: null };
}

/** The first rule whose conditions all hold; one whose agents cannot have the click is passed over. */
function followRules(
  link: CompiledLink,
  release: CompiledRelease,
  click: ClickFacts,
  trace: Trace | undefined,
): Decision | null {
  for (const rule of release.rules) {
    const isMatch = trace ? matchAloud(rule, click, trace) : click.matches(rule);
    const decision = isMatch ? obeyRule(rule, link, release, click, trace) : null;
    if (decision) return decision;
  }
  return null;
}

function matchAloud(rule: CompiledRule, click: ClickFacts, trace: Trace): boolean {
  const conditions: Extract<DecisionStep, { step: 'rule' }>['conditions'] = [];
  const isMatch = click.matches(rule, (on, outcome) => void conditions.push({ on, outcome }));
  trace({ step: 'rule', ruleId: rule.id, name: rule.name, conditions, isMatch });
  return isMatch;
}

/** Of the agents that a rule names alone, the click had no other chance than this one. */
const CERTAIN: Propensity = { owner: 10_000, survivors: 10_000 };

function obeyRule(
  rule: CompiledRule,
  link: CompiledLink,
  release: CompiledRelease,
  click: ClickFacts,
  trace: Trace | undefined,
): Decision | null {
  const { outcome } = rule;
  switch (outcome.to) {
    case 'agent': {
      const agent = release.agents[outcome.index];
      if (!agent?.isEligible) return null;
      return { kind: 'agent', reason: 'rule_agent', link, release, agent, rule, propensity: CERTAIN };
    }
    case 'split':
      if (outcome.survivors === 0) return null;
      return chooseBySplit(link, release, outcome.table, outcome.survivors, rule, click, trace);
    case 'url':
      return { kind: 'page', reason: 'rule_url', link, release, rule, page: outcome.template };
    case 'fallback':
      return fallBack('excluded', link, rule);
    default:
      return outcome satisfies never;
  }
}

/** The agent of the visitor's cookie, as long as it can have the click, whatever the weights have become. */
function keepAgent(
  link: CompiledLink,
  release: CompiledRelease,
  click: ClickFacts,
  trace: Trace | undefined,
): Decision | null {
  const sticky = click.stickyAgent(release);
  if (!sticky) return null;
  const agent = release.agents.find(({ number }) => number === sticky.agentNumber);
  trace?.({ step: 'sticky', agentId: agent?.id ?? null, outcome: outcomeOf(agent) });
  if (!agent?.isEligible) return null;
  const propensity = { owner: sticky.owner, survivors: sticky.survivors };
  return { kind: 'agent', reason: 'sticky', link, release, agent, rule: null, propensity };
}

function chooseBySplit(
  link: CompiledLink,
  release: CompiledRelease,
  table: CompiledTable,
  survivors: number,
  rule: CompiledRule | null,
  click: ClickFacts,
  trace: Trace | undefined,
): Decision {
  if (survivors === 0) return fallBack('no_agent', link, rule);
  const { agents, salt } = release;
  const onRound: OnRound | undefined =
    trace && ((round, bucket, index) => trace(bucketStep(agents, round, bucket, index)));
  const choice = chooseOwner(table, salt, unitOf(link.unit, click), agents, survivors, onRound);
  const index = choice < 0 ? ~choice : choice;
  const agent = agents[index];
  if (!agent) return fallBack('error', link, rule);
  const reason = rule ? 'rule_split' : choice < 0 ? 'rehashed' : 'split';
  const propensity = { owner: table.weights[index] ?? 0, survivors };
  return { kind: 'agent', reason, link, release, agent, rule, propensity };
}

const bucketStep = (agents: readonly CompiledAgent[], round: number, bucket: number, index: number): DecisionStep => ({
  step: 'bucket',
  round,
  bucket,
  agentId: agents[index]?.id ?? '',
  outcome: outcomeOf(agents[index]),
});

function outcomeOf(agent: CompiledAgent | undefined): CandidateOutcome {
  if (!agent) return 'unknown';
  if (!agent.isOn) return 'off';
  return agent.isCapped ? 'capped' : 'taken';
}

/** What is hashed: the same for every click of one visitor, as far as the link can tell them apart. */
function unitOf(unit: Unit, click: ClickFacts): string {
  switch (unit) {
    case 'utm_content':
      return click.joinKey ?? click.draw;
    case 'visitor':
      return click.visitorId();
    case 'click_id':
      return click.draw;
    default:
      return unit satisfies never;
  }
}

/** Where a click goes that no agent and no page takes: to the experiment's fallback, else the workspace's. */
export function fallBack(
  reason: FallbackDecision['reason'],
  link: CompiledLink | null,
  rule: CompiledRule | null = null,
): FallbackDecision {
  const release = link?.release ?? null;
  const fallback = release?.fallback ?? link?.workspaceFallback ?? null;
  return { kind: 'fallback', reason, link, release, rule, fallback };
}
