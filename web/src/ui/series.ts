/** Colours of agents by their number, for life: A to H have their own, later ones share the last. */
const SERIES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** The CSS colour of the n-th agent, counting from 1. */
export const seriesColour = (agentNumber: number): string =>
  `var(--series-${SERIES[Math.min(agentNumber, SERIES.length) - 1] ?? 'h'})`;

/** The number behind an agent's letter: A is 1, Z is 26, AA is 27. */
export const agentNumberOf = (letter: string): number =>
  [...letter].reduce((number, character) => number * 26 + character.charCodeAt(0) - 64, 0);
