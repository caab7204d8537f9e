import { type Experiment, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { pointerToPath } from '../../../lib/json-pointer.ts';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useChangeExperiment } from '../queries.ts';
import { SaveFailure } from '../save-failure.tsx';
import { savedText } from '../saved-text.ts';
import { useVerb } from '../waits-for-approval.ts';
import {
  type RoutingFaults,
  type RoutingValues,
  readRoutingChange,
  routingChangeOf,
  routingFaultsBy,
  routingValuesOf,
} from './routing-values.ts';
import { RulesCard } from './rules-card.tsx';
import { VisitorSettings } from './visitor-settings.tsx';

const NO_FAULTS: RoutingFaults = new Map();

/** What is decided before the split: rules, returning visitors, caps. Sent together, and published at once where it runs. */
export function RoutingTab() {
  const experiment = useCurrentExperiment();
  const change = useChangeExperiment(experiment.id);
  const [edited, setEdited] = useState<{ base: Experiment; values: RoutingValues } | null>(null);
  const [faults, setFaults] = useState(NO_FAULTS);
  const [reason, setReason] = useState('');
  const isOver = experiment.state === 'completed' || experiment.state === 'archived';
  const refusal = useRefusal('experiment:write') ?? (isOver ? 'The experiment is over.' : null);
  const isRouted = experiment.state === 'running' || experiment.state === 'paused';

  const base = edited?.base ?? experiment;
  const start = routingValuesOf(base);
  const values = edited?.values ?? start;
  const isDirty = Object.keys(routingChangeOf(start, values)).length > 0;
  const set = (next: Partial<RoutingValues>) => setEdited({ base, values: { ...values, ...next } });

  const verb = useVerb(isRouted ? 'Save and publish' : 'Save routing');
  const save = () => {
    const read = readRoutingChange(routingChangeOf(start, values));
    setFaults('faults' in read ? read.faults : NO_FAULTS);
    if ('faults' in read) return;
    change.mutate(
      { version: base.version, body: { ...read.input, ...(reason.trim() && { reason }) } },
      {
        onSuccess: (written) => {
          setEdited(null);
          setReason('');
          showToast(savedText(written, isRouted ? 'Saved. Publishing the new release.' : 'Saved.'));
        },
        onError: (error) => {
          if (error instanceof ProblemError)
            setFaults(
              routingFaultsBy(
                error.errors.map(({ pointer, detail }) => ({ path: pointerToPath(pointer) ?? '', message: detail })),
              ),
            );
        },
      },
    );
  };
  const discard = () => {
    setEdited(null);
    setReason('');
    setFaults(NO_FAULTS);
    change.reset();
  };
  const rebase = () => {
    change.reset();
    setEdited({ base: experiment, values });
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2 className="sr-only">Routing</h2>
      <LeaveGuard hasChanges={isDirty} loss="The rules and settings you changed are not saved, and would be lost." />
      <RulesCard
        rules={values.rules}
        timezone={values.timezone}
        faults={faults}
        onChange={(rules) => set({ rules })}
        refusal={refusal}
      />
      <VisitorSettings values={values} faults={faults} onChange={set} isReadOnly={refusal !== null} />
      {isDirty && isRouted && (
        <Field label="Reason (optional)" hint="Kept with the release and in the history, for whoever asks later.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {change.error && <SaveFailure error={change.error} onRebase={rebase} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isDirty && (
          <Button variant="quiet" onClick={discard}>
            Discard changes
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          isPending={change.isPending}
          refusal={refusal ?? (isDirty ? null : 'Nothing was changed.')}
        >
          {verb}
        </Button>
      </div>
    </form>
  );
}
