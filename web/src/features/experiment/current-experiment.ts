import type { Agent, Experiment } from '@alyson/schema';
import { createContext, useContext } from 'react';

const Current = createContext<Experiment | null>(null);
export const CurrentExperiment = Current.Provider;

/** The experiment whose page this is. */
export function useCurrentExperiment(): Experiment {
  const experiment = useContext(Current);
  if (!experiment) throw new Error('useCurrentExperiment is used outside the page of an experiment');
  return experiment;
}

/** Its agents that clicks can go to: all but the archived ones. */
export const useCurrentAgents = (): Agent[] =>
  useCurrentExperiment().agents.filter(({ state }) => state !== 'archived');
