import type { DecisionReason, Unit } from '@alyson/schema';
import { chooseOwner } from './bucket-table.ts';
import type { CompiledAgent, CompiledLink, CompiledRelease } from './compile-routing.ts';
import type { LandingTemplate } from './landing-template.ts';

/** All links an edge knows, by address. */
export type Links = ReadonlyMap<string, CompiledLink>;

/** What a click is decided by. */
export interface ClickFacts {
  /** `linkAddress`; null where the path is not a link's. */
  readonly address: string | null;
  /** The first usable `utm_content` or `transaction_id`; null where the router mints one. */
  readonly joinKey: string | null;
  /** The click's own time and chance, see `Draw`: the unit where there is no other. */
  readonly draw: string;
}

/** The owner's weight and the survivors', in basis points. */
interface Propensity {
  readonly owner: number;
  readonly survivors: number;
}

interface AgentDecision {
  readonly kind: 'agent';
  readonly reason: Extract<DecisionReason, 'split' | 'rehashed'>;
  readonly link: CompiledLink;
  readonly release: CompiledRelease;
  readonly agent: CompiledAgent;
  readonly propensity: Propensity;
}

interface FallbackDecision {
  readonly kind: 'fallback';
  readonly reason: Exclude<DecisionReason, 'split' | 'rehashed'>;
  readonly link: CompiledLink | null;
  readonly release: CompiledRelease | null;
  /** The experiment's page, else the workspace's; null: the deployment's, which gets no parameters. */
  readonly fallback: LandingTemplate | null;
}

export type Decision = AgentDecision | FallbackDecision;

/**
 * Chooses where one click goes. Total and deterministic: every click gets a decision, the same click the same one.
 *
 * @param links  null where not a single bundle is held: then nobody can say whether a link exists
 */
export function decide(links: Links | null, click: ClickFacts): Decision {
  if (!links) return fallBack('no_release', null);
  const link = click.address === null ? undefined : links.get(click.address);
  if (!link) return fallBack('unknown_link', null);
  const { release } = link;
  if (!release) return fallBack('no_release', link);
  if (release.state !== 'running') return fallBack(release.state, link);
  if (release.survivors === 0) return fallBack('no_agent', link);

  const { agents, table, salt, survivors } = release;
  const isOn = (index: number) => agents[index]?.isOn ?? false;
  const { index, wasRehashed } = chooseOwner(table, salt, unitOf(link.unit, click), isOn, survivors);
  const agent = agents[index];
  if (!agent) return fallBack('error', link);
  const reason = wasRehashed ? 'rehashed' : 'split';
  return { kind: 'agent', reason, link, release, agent, propensity: { owner: table.weights[index] ?? 0, survivors } };
}

/** What is hashed: the same for every click of one visitor, as far as the link can tell them apart. */
const unitOf = (unit: Unit, { joinKey, draw }: ClickFacts): string =>
  unit === 'utm_content' && joinKey !== null ? joinKey : draw;

function fallBack(reason: FallbackDecision['reason'], link: CompiledLink | null): FallbackDecision {
  const release = link?.release ?? null;
  return { kind: 'fallback', reason, link, release, fallback: release?.fallback ?? link?.workspaceFallback ?? null };
}
