import { Card } from '../../../ui/card.tsx';
import { LocalMinuteField } from '../../../ui/local-minute-field.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import type { SettingsPartProps } from './settings-part.ts';

/** When the experiment starts and ends by itself. */
export function DateSettings({ values, faults, onChange, isReadOnly }: SettingsPartProps) {
  const { state } = useCurrentExperiment();
  const hasStarted = state !== 'draft' && state !== 'scheduled';
  const faultOf = (field: 'startsAt' | 'endsAt') =>
    faults.get(`${field}.time`) ?? faults.get(`${field}.timezone`) ?? faults.get(field);
  return (
    <Card
      title="Start and end by itself"
      note="A draft waits for its start date once it is scheduled. Empty: somebody starts or ends it by hand."
    >
      <fieldset disabled={isReadOnly} className="flex flex-col gap-5">
        <legend className="sr-only">Dates</legend>
        {!hasStarted && (
          <LocalMinuteField
            label="Start"
            hint="Publishes release 1 and routes clicks to the agents."
            value={values.startsAt}
            error={faultOf('startsAt')}
            onChange={(startsAt) => onChange({ startsAt })}
          />
        )}
        <LocalMinuteField
          label="End"
          hint="Sends every click to the fallback page for good."
          value={values.endsAt}
          error={faultOf('endsAt')}
          onChange={(endsAt) => onChange({ endsAt })}
        />
      </fieldset>
    </Card>
  );
}
