import type { Agent, Experiment } from '@alyson/schema';

/** Agents of one experiment whose pages have the same fault, worst first by `rank`. */
export interface PageAttention {
  rank: number;
  key: string;
  kind: 'page_failing';
  experiment: Pick<Experiment, 'id' | 'name'>;
  letters: string[];
  state: 'failing' | 'attention';
  /** What the checker found, as a sentence. */
  cause: string;
  /** Taken out of the split for it: no click goes there. */
  isOut: boolean;
}

/** Pages that the checker cannot reach while it can reach none at all: perhaps nothing is wrong with them. */
export interface CutOffAttention {
  rank: number;
  key: string;
  kind: 'pages_unreachable';
  count: number;
}

/** What is wrong with the pages of agents that are on, or were taken out because of theirs (C8). */
export function findPages(running: readonly Experiment[]): (PageAttention | CutOffAttention)[] {
  const agents = running.flatMap((experiment) => experiment.agents.filter(isWatched));
  const cutOff = new Set(agents.filter(({ page }) => page?.isCutOff).map(({ landingUrl }) => landingUrl)).size;
  const found = running.flatMap(findPagesOf);
  return cutOff > 0 ? [{ rank: 2, key: 'pages', kind: 'pages_unreachable', count: cutOff }, ...found] : found;
}

const isOut = ({ offCause }: Agent): boolean => offCause === 'page_failing';
const isWatched = (agent: Agent): boolean => agent.state === 'on' || isOut(agent);

function findPagesOf(experiment: Experiment): PageAttention[] {
  const found = new Map<string, PageAttention>();
  for (const agent of experiment.agents.filter(isWatched)) {
    const { state, isCutOff, findings } = agent.page ?? {};
    if (isCutOff || (state !== 'failing' && state !== 'attention')) continue;
    const cause = findings?.[0]?.detail ?? '';
    const key = `page ${experiment.id} ${state} ${isOut(agent)} ${cause}`;
    const rank = state === 'failing' ? 2 : 4;
    const same = found.get(key) ?? {
      rank,
      key,
      kind: 'page_failing',
      experiment,
      letters: [],
      state,
      cause,
      isOut: isOut(agent),
    };
    found.set(key, { ...same, letters: [...same.letters, agent.letter] });
  }
  return [...found.values()];
}
