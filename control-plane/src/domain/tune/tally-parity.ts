import type { RoutedClick } from '@alyson/router/domain';
import {
  agentLetter,
  type DecisionReason,
  type Instant,
  isGraded,
  type TuneParity,
  type TuneParityExperiment,
  type TuneSourceKind,
} from '@alyson/schema';
import type { LoggedClick, ShadowRoute } from './shadow-click.ts';
import { agentOfTune, keyOfClick, routeInShadow } from './shadow-click.ts';
import { combineTests, testAgainstWeights, testDifference } from './test-chance.ts';

/** An imported experiment as it would route now. */
export interface ParityExperiment {
  readonly route: ShadowRoute;
  readonly experimentId: string;
  readonly name: string;
  readonly agents: readonly { id: string; number: number; name: string; weightBasisPoints: number; isOn: boolean }[];
}

/** Adds up TUNE's choices and ours, click by click. What it keeps grows with what was imported, and not with the log. */
export interface ParityTally {
  /** @param at  of the click. @returns false for a line that names neither ad group nor offer */
  add(click: LoggedClick, at: Instant): boolean;
  finish(unreadable: number): TuneParity;
}

/** Fewer clicks tell nothing that a person should act upon. */
const LEAST_COMPARED = 100;
/** Over all experiments of a report together. */
const SIGNIFICANT = 0.01;
const MOST_STRANGERS = 10_000;
const SHOWN_STRANGERS = 100;

const ASSUMPTIONS = [
  'Each line of the log is one click, and TUNE chose its page by chance alone: neither by the visitor nor by what it chose before.',
  'Our choice is a hash of the transaction id. It has nothing to do with TUNE’s, so the two differ on many single clicks even where the splits are the same.',
  'TUNE’s weights and ours did not change while the log was written; ours are as the experiment stands now.',
  'Compared are only clicks that both gave to a page by a split. What a rule, a url_id or a fallback takes is counted apart.',
  'Tested by chi-square, or exactly where a page has few clicks. A p-value is the chance of such a difference where there is none; “different” means below 1 % divided by the number of experiments. All together: Fisher’s method.',
];

interface Counts {
  readonly of: ParityExperiment;
  clicks: number;
  agreed: number;
  readonly tune: Map<string, number>;
  readonly ours: Map<string, number>;
  readonly fallbacks: Map<DecisionReason, number>;
  readonly leftOut: Map<string, number>;
}

const count = <K>(map: Map<K, number>, key: K): void => void map.set(key, (map.get(key) ?? 0) + 1);

/** @param experiments  by `sourceKey` */
export function createParityTally(experiments: ReadonlyMap<string, ParityExperiment>): ParityTally {
  const tallies = new Map<string, Counts>();
  const strangers = new Map<string, number>();
  let rows = 0;
  let firstAt: string | null = null;
  let lastAt: string | null = null;

  return {
    add(click, at) {
      const key = keyOfClick(click);
      if (key === null) return false;
      rows += 1;
      const written = click['datetime'] ?? '';
      if (AT.test(written)) {
        if (firstAt === null || written < firstAt) firstAt = written;
        if (lastAt === null || written > lastAt) lastAt = written;
      }
      const experiment = experiments.get(key);
      if (experiment) addTo(tallyOf(tallies, key, experiment), click, at);
      else if (strangers.has(key) || strangers.size < MOST_STRANGERS) count(strangers, key);
      return true;
    },
    finish(unreadable) {
      const all = [...tallies.values()];
      const shown = all.map((tally) => conclude(tally, all.length));
      return {
        rows,
        unreadable,
        firstAt,
        lastAt,
        experiments: shown,
        overall: concludeAll(shown),
        notImported: largest(strangers),
        assumptions: ASSUMPTIONS,
      };
    },
  };
}

const AT = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/;

function tallyOf(tallies: Map<string, Counts>, key: string, of: ParityExperiment): Counts {
  const known = tallies.get(key);
  if (known) return known;
  const fresh: Counts = {
    of,
    clicks: 0,
    agreed: 0,
    tune: new Map(),
    ours: new Map(),
    fallbacks: new Map(),
    leftOut: new Map(),
  };
  tallies.set(key, fresh);
  return fresh;
}

function addTo(tally: Counts, click: LoggedClick, at: Instant): void {
  tally.clicks += 1;
  const { decision } = routeInShadow(click, tally.of.route, at);
  const tuneAgent = agentOfTune(click, tally.of.route);
  if (decision.kind === 'fallback') count(tally.fallbacks, decision.reason);
  const reason = refuseComparison(decision, tuneAgent);
  if (reason !== null) count(tally.leftOut, reason);
  if (reason !== null || decision.kind !== 'agent' || tuneAgent === null) return;
  count(tally.tune, tuneAgent);
  count(tally.ours, decision.agent.id);
  if (decision.agent.id === tuneAgent) tally.agreed += 1;
}

/** Why a click says nothing of two splits. */
function refuseComparison(decision: RoutedClick['decision'], tuneAgent: string | null): string | null {
  if (decision.kind === 'fallback') return 'would go to a fallback here';
  if (tuneAgent === null) return 'TUNE showed a page that was not imported';
  if (decision.kind === 'page') return 'a rule here names the page';
  if (isGraded(decision.reason)) return null;
  return decision.reason === 'forced' ? 'its link names the page (url_id)' : 'a rule here chooses the page';
}

function conclude(
  { of, clicks, agreed, tune, ours, fallbacks, leftOut }: Counts,
  experiments: number,
): TuneParityExperiment {
  const agents = of.agents.map(({ id, number, name, weightBasisPoints }) => ({
    agentId: id as TuneParityExperiment['agents'][number]['agentId'],
    letter: agentLetter(number),
    name,
    weightBasisPoints,
    tuneClicks: tune.get(id) ?? 0,
    ourClicks: ours.get(id) ?? 0,
  }));
  const tuneClicks = agents.map((agent) => agent.tuneClicks);
  const ourClicks = agents.map((agent) => agent.ourClicks);
  const weights = of.agents.map(({ isOn, weightBasisPoints }) => (isOn ? weightBasisPoints : 0));
  const compared = tuneClicks.reduce((sum, each) => sum + each, 0);
  const difference = testDifference(tuneClicks, ourClicks);
  return {
    experimentId: of.experimentId as TuneParityExperiment['experimentId'],
    name: of.name,
    source: { kind: of.route.kind, id: of.route.id },
    clicks,
    compared,
    agreed,
    agents,
    difference,
    tuneAgainstWeights: testAgainstWeights(tuneClicks, weights),
    oursAgainstWeights: testAgainstWeights(ourClicks, weights),
    verdict: verdictOf(difference?.pValue ?? null, compared, SIGNIFICANT / experiments),
    fallbacks: [...fallbacks].map(([reason, clicks]) => ({ reason, clicks })).sort((a, b) => b.clicks - a.clicks),
    leftOut: [...leftOut].map(([reason, clicks]) => ({ reason, clicks })).sort((a, b) => b.clicks - a.clicks),
  };
}

function concludeAll(experiments: readonly TuneParityExperiment[]): TuneParity['overall'] {
  const sum = (of: 'compared' | 'agreed') => experiments.reduce((total, experiment) => total + experiment[of], 0);
  const difference = combineTests(experiments.flatMap((experiment) => experiment.difference?.pValue ?? []));
  const compared = sum('compared');
  return { compared, agreed: sum('agreed'), difference, verdict: verdictOf(difference, compared, SIGNIFICANT) };
}

function verdictOf(pValue: number | null, compared: number, significant: number): TuneParityExperiment['verdict'] {
  if (pValue === null || compared < LEAST_COMPARED) return 'too_few';
  return pValue < significant ? 'different' : 'alike';
}

function largest(strangers: ReadonlyMap<string, number>): TuneParity['notImported'] {
  return [...strangers]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN_STRANGERS)
    .map(([key, clicks]) => {
      const [kind, id = ''] = key.split('/');
      return { kind: kind as TuneSourceKind, id, clicks };
    });
}
