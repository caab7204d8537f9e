import type { CreateExperiment } from '@alyson/schema';
import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { issueMessage } from '../../../lib/issue-message.ts';
import { readDraft, saveDraft } from './form-draft.ts';
import { emptyForm, FormSchema, type FormValues } from './form-values.ts';

/** The form, restored from what was typed before, and kept as one types. */
export function useExperimentForm(timezone: string) {
  const [draft] = useState(() => readDraft(emptyForm(timezone)));
  const form = useForm<FormValues, unknown, CreateExperiment>({
    resolver: zodResolver(FormSchema, { error: issueMessage }),
    defaultValues: draft ?? emptyForm(timezone),
    mode: 'onTouched',
    // The page goes to the step of the first error before it focuses it.
    shouldFocusError: false,
  });
  useEffect(() => form.subscribe({ formState: { values: true }, callback: ({ values }) => saveDraft(values) }), [form]);
  return { form, wasRestored: draft !== null };
}
