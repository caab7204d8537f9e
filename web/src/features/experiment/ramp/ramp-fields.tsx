import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Field } from '../../../ui/field.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { planRamp, planText, type RampDraft, rampFaults } from './ramp-draft.ts';

interface RampFieldsProps {
  draft: RampDraft;
  onChange: (draft: RampDraft) => void;
  /** Of one agent's weight, in basis points. */
  largestChange: number;
}

/** Whether a split is published at once or in steps, and what its guard does. */
export function RampFields({ draft, onChange, largestChange }: RampFieldsProps) {
  const change = (changes: Partial<RampDraft>) => onChange({ ...draft, ...changes });
  const faults = rampFaults(draft, largestChange);
  const plan = planRamp(draft, largestChange);
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="How fast"
        value={draft.pace}
        onChange={(pace) => change({ pace })}
        options={[
          { value: 'at_once', label: 'At once', description: 'One release with the whole change.' },
          { value: 'steps', label: 'In steps', description: 'A ramp: a guard stops it where it does harm.' },
        ]}
      />
      {draft.pace === 'steps' && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Largest change per step" error={faults.step}>
              <NumberField
                value={draft.stepBasisPoints === null ? null : draft.stepBasisPoints / 100}
                onChange={(points) => change({ stepBasisPoints: points === null ? null : Math.round(points * 100) })}
                decimals={2}
                min={0.01}
                unit="pts"
              />
            </Field>
            <Field label="Time between steps" error={faults.interval}>
              <NumberField
                value={draft.intervalMinutes}
                onChange={(intervalMinutes) => change({ intervalMinutes })}
                min={1}
                step={5}
                unit="minutes"
              />
            </Field>
          </div>
          {plan && (
            <p role="status" className="text-13 text-muted">
              {planText(plan)} Each step waits until every router location has the one before.
            </p>
          )}
          <ChoiceCards
            legend="If an agent that gains earns clearly less, its page fails, or a step is not applied"
            columns={1}
            value={draft.onBreach}
            onChange={(onBreach) => change({ onBreach })}
            options={[
              {
                value: 'hold',
                label: 'Stop there',
                description:
                  'The split stays where the ramp has brought it. In automatic mode it is held until somebody resumes.',
              },
              {
                value: 'return',
                label: 'Stop and go back',
                description: 'The split from before the ramp is published again, and visitors return to their pages.',
              },
            ]}
          />
        </>
      )}
    </div>
  );
}
