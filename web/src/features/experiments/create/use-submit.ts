import { type CreateExperiment, type Experiment, ProblemError } from '@alyson/schema';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FieldPath, UseFormReturn } from 'react-hook-form';
import { useIdempotencyKey } from '../../../lib/idempotency-key.ts';
import { pointerToPath } from '../../../lib/json-pointer.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useCreateExperiment, useScheduleExperiment, useStartExperiment } from '../queries.ts';
import { forgetDraft } from './form-draft.ts';
import type { FormValues } from './form-values.ts';
import { stepOf } from './steps.ts';

/** `schedule`: it starts by itself at its start date. */
export type Intent = 'draft' | 'schedule' | 'start';

type Form = UseFormReturn<FormValues, unknown, CreateExperiment>;

/** Creates the experiment, starts it if asked, and leaves for its page. A refusal lands on its field, or is told. */
export function useSubmit(form: Form, onRefused: () => void) {
  const create = useCreateExperiment();
  const start = useStartExperiment();
  const schedule = useScheduleExperiment();
  const navigate = useNavigate();
  const keyOf = useIdempotencyKey<CreateExperiment>();
  const [intent, setIntent] = useState<Intent | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const submit = async (input: CreateExperiment, chosen: Intent) => {
    setIntent(chosen);
    setFailure(null);
    try {
      const created = await create.mutateAsync({ input, idempotencyKey: keyOf(input) });
      forgetDraft();
      if (chosen === 'start') await startOrTell(created);
      else if (chosen === 'schedule') await scheduleOrTell(created);
      else showToast(`Saved ${created.name} as a draft.`);
      await navigate({ to: '/experiments/$experimentId', params: { experimentId: created.id }, ignoreBlocker: true });
    } catch (error) {
      setFailure(toldFailure(form, error));
      onRefused();
    } finally {
      setIntent(null);
    }
  };

  // The draft exists by now: a start that is refused must not look as if nothing had been saved.
  const startOrTell = (created: Experiment) =>
    start.mutateAsync(created.id).then(
      () => showToast(`Started ${created.name}.`),
      (error: Error) => showToast(`Saved as a draft, but not started: ${error.message}`, { tone: 'failed' }),
    );

  const scheduleOrTell = (created: Experiment) =>
    schedule.mutateAsync(created.id).then(
      () => showToast(`${created.name} starts by itself at its start date.`),
      (error: Error) => showToast(`Saved as a draft, but not scheduled: ${error.message}`, { tone: 'failed' }),
    );

  return { submit, intent, failure };
}

/** Puts a refusal's faults on their fields. @returns what is left to tell at the top of the form */
function toldFailure(form: Form, error: unknown): string | null {
  if (!(error instanceof ProblemError)) throw error;
  const placed = error.errors.filter(({ pointer, detail }) => {
    const path = pointerToPath(pointer);
    if (path === null || stepOf(path) === null) return false;
    form.setError(path as FieldPath<FormValues>, { type: 'server', message: detail });
    return true;
  });
  if (placed.length > 0 && placed.length === error.errors.length) return null;
  return `Not saved: ${error.message} What you typed is still here.`;
}
