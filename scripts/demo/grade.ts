import { ProblemError } from '@alyson/schema';
import type { Product, Stage } from './product.ts';

/** In life a schedule asks once an hour or a day; here somebody asks all the time, so that there is something to see. */
const GRADE_EVERY_MS = 10_000;

/** @param onFault  told what the product refused. @returns stops it */
export function keepGrading({ api }: Product, { experiment }: Stage, onFault: (fault: string) => void): () => void {
  const grade = async () => {
    try {
      await api.startRun({ params: { experimentId: experiment.id } });
    } catch (error) {
      const isBusy = error instanceof ProblemError && error.code === 'already_grading';
      if (!isBusy) onFault(`A grading run was refused: ${error instanceof Error ? error.message : error}`);
    }
  };
  const timer = setInterval(() => void grade(), GRADE_EVERY_MS);
  return () => clearInterval(timer);
}
