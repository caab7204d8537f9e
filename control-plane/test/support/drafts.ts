import type { ApiClient, CreateExperiment, Experiment } from '@alyson/schema';
import type * as z from 'zod';

export type Draft = z.input<typeof CreateExperiment>;

let drafted = 0;

/** A valid draft of two agents with a slug that no other has; `changes` replace whole fields. */
export function draft(changes: Partial<Draft> = {}): Draft {
  drafted += 1;
  return {
    name: `Solar ${drafted}`,
    agents: [
      { name: 'Long form', landingUrl: 'https://pages.example/long', weightBasisPoints: 5000, isControl: true },
      { name: 'Quiz', landingUrl: 'https://pages.example/quiz', weightBasisPoints: 5000 },
    ],
    links: [{ kind: 'slug', value: `solar-${drafted}` }],
    ...changes,
  };
}

export async function startedExperiment(client: ApiClient, changes: Partial<Draft> = {}): Promise<Experiment> {
  const { id } = await client.createExperiment({ body: draft(changes) });
  return client.startExperiment({ params: { experimentId: id } });
}
