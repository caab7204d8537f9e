import { type Experiment, ProblemError } from '@alyson/schema';
import { useRef, useState } from 'react';
import { pointerToPath } from '../../../lib/json-pointer.ts';
import { useMe, useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useChangeExperiment } from '../queries.ts';
import { SaveFailure } from '../save-failure.tsx';
import { savedText } from '../saved-text.ts';
import { DateSettings } from './date-settings.tsx';
import { LimitSettings } from './limit-settings.tsx';
import { ModeSettings } from './mode-settings.tsx';
import { ScheduleSettings } from './schedule-settings.tsx';
import { changeOf, type Faults, faultsBy, readChange, type SettingsValues, valuesOf } from './settings-values.ts';

const NO_FAULTS: Faults = new Map();

/** The settings that a person may change, sent together and only where they differ. */
export function SettingsForm() {
  const experiment = useCurrentExperiment();
  const { workspace } = useMe();
  const change = useChangeExperiment(experiment.id);
  const [edited, setEdited] = useState<{ base: Experiment; values: SettingsValues } | null>(null);
  const [faults, setFaults] = useState<Faults>(NO_FAULTS);
  const form = useRef<HTMLFormElement>(null);
  const refusal =
    useRefusal('experiment:write') ??
    (experiment.state === 'archived' ? 'An archived experiment stays as it is.' : null);
  const isOver = experiment.state === 'completed' || experiment.state === 'archived';

  const base = edited?.base ?? experiment;
  const start = valuesOf(base, workspace.timezone);
  const values = edited?.values ?? start;
  const isDirty = Object.keys(changeOf(start, values)).length > 0;
  const set = (next: Partial<SettingsValues>) => setEdited({ base, values: { ...values, ...next } });

  const refuse = (found: Faults) => {
    setFaults(found);
    // The fields are marked by the next rendering; the first of them gets the focus then.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const save = () => {
    const read = readChange(changeOf(start, values));
    if ('faults' in read) return refuse(read.faults);
    setFaults(NO_FAULTS);
    change.mutate(
      { version: base.version, body: read.input },
      {
        onSuccess: (written) => {
          setEdited(null);
          showToast(savedText(written, 'Settings saved.'));
        },
        onError: (error) => {
          if (error instanceof ProblemError) refuse(faultsOf(error));
        },
      },
    );
  };
  const rebase = () => {
    change.reset();
    setEdited({ base: experiment, values });
  };

  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <LeaveGuard hasChanges={isDirty} loss="The settings you changed are not saved, and would be lost." />
      <Card title="Experiment">
        <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
          <Field label="Name" error={faults.get('name')}>
            <Input
              value={values.name}
              readOnly={refusal !== null}
              onChange={(event) => set({ name: event.target.value })}
            />
          </Field>
          <Field
            label="Fallback page"
            hint="Where clicks go that no agent can take. Empty: the workspace's own."
            error={faults.get('fallbackUrl')}
          >
            <Input
              value={values.fallbackUrl}
              inputMode="url"
              spellCheck={false}
              readOnly={refusal !== null}
              className="font-mono text-13"
              onChange={(event) => set({ fallbackUrl: event.target.value })}
            />
          </Field>
        </div>
      </Card>
      {!isOver && (
        <>
          <ModeSettings values={values} onChange={set} isReadOnly={refusal !== null} />
          <LimitSettings values={values} faults={faults} onChange={set} isReadOnly={refusal !== null} />
          <DateSettings values={values} faults={faults} onChange={set} isReadOnly={refusal !== null} />
          <ScheduleSettings values={values} faults={faults} onChange={set} isReadOnly={refusal !== null} />
        </>
      )}
      {change.error && <SaveFailure error={change.error} onRebase={rebase} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isDirty && (
          <Button
            variant="quiet"
            onClick={() => {
              setEdited(null);
              setFaults(NO_FAULTS);
              change.reset();
            }}
          >
            Discard changes
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          isPending={change.isPending}
          refusal={refusal ?? (isDirty ? null : 'Nothing was changed.')}
        >
          Save settings
        </Button>
      </div>
    </form>
  );
}

/** The server's faults on their fields. */
const faultsOf = (error: ProblemError): Faults =>
  faultsBy(error.errors.map(({ pointer, detail }) => ({ path: pointerToPath(pointer) ?? '', message: detail })));
