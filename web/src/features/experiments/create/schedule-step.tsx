import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { useMe } from '../../../lib/me.ts';
import { PRESETS, presetOf } from '../../../lib/schedule-presets.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/input.tsx';
import { NextFires } from '../../../ui/next-fires.tsx';
import { DatesCard } from './dates-card.tsx';
import { TextField } from './form-fields.tsx';
import type { FormValues } from './form-values.ts';

/** When grading runs. */
export function ScheduleStep() {
  const { control, register } = useFormContext<FormValues>();
  const { workspace } = useMe();
  const expression = useController({ control, name: 'gradingSchedule.expression' }).field;
  const timezone = useController({ control, name: 'gradingSchedule.timezone' }).field;
  const [isCustom, setIsCustom] = useState(presetOf(expression.value) === 'custom');
  const preset = isCustom ? 'custom' : presetOf(expression.value);
  const zones = new Set([workspace.timezone, Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC']);

  const choose = (value: string) => {
    setIsCustom(value === 'custom');
    if (value !== 'custom') expression.onChange(PRESETS.find((one) => one.value === value)?.expression ?? '');
  };

  return (
    <>
      <DatesCard />
      <Card
        title="When to grade"
        note="Each run reads what buyers reported, grades the agents and, in automatic mode, may publish a new split."
      >
        <div className="flex flex-col gap-5">
          <ChoiceCards legend="Schedule" value={preset} onChange={choose} options={PRESETS} columns={3} />
          {isCustom && (
            <TextField
              path="gradingSchedule.expression"
              label="Expression"
              hint={
                <>
                  EventBridge Scheduler's own: <code className="font-mono">rate(30 minutes)</code>,{' '}
                  <code className="font-mono">cron(0 6 ? * MON-FRI *)</code> or{' '}
                  <code className="font-mono">at(2026-12-01T09:00:00)</code>.
                </>
              }
              spellCheck={false}
              isMono
            />
          )}
          {preset !== 'none' && (
            <Field
              label="Time zone"
              hint="What hours of the day mean. Rates run by the clock of no zone."
              className="sm:max-w-72"
            >
              <Select {...register('gradingSchedule.timezone')}>
                {[...zones].map((zone) => (
                  <option key={zone} value={zone}>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <NextFires schedule={{ expression: expression.value, timezone: timezone.value }} />
        </div>
      </Card>
    </>
  );
}
