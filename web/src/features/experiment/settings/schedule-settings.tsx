import { useState } from 'react';
import { useMe } from '../../../lib/me.ts';
import { PRESETS, presetOf } from '../../../lib/schedule-presets.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Select } from '../../../ui/input.tsx';
import { NextFires } from '../../../ui/next-fires.tsx';
import type { SettingsPartProps } from './settings-part.ts';

/** When grading runs. */
export function ScheduleSettings({ values, faults, onChange, isReadOnly }: SettingsPartProps) {
  const { workspace } = useMe();
  const { gradingSchedule } = values;
  const [isCustom, setIsCustom] = useState(presetOf(gradingSchedule.expression) === 'custom');
  const preset = isCustom ? 'custom' : presetOf(gradingSchedule.expression);
  const set = (next: Partial<typeof gradingSchedule>) => onChange({ gradingSchedule: { ...gradingSchedule, ...next } });
  const choose = (value: string) => {
    setIsCustom(value === 'custom');
    const expression = PRESETS.find((one) => one.value === value)?.expression;
    if (expression != null) set({ expression });
  };
  const zones = new Set([
    gradingSchedule.timezone,
    workspace.timezone,
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    'UTC',
  ]);
  return (
    <Card
      title="When to grade"
      note="Each run reads what buyers reported, grades the agents and, in automatic mode, may publish a new split."
    >
      <fieldset disabled={isReadOnly} className="flex flex-col gap-5">
        <legend className="sr-only">Grading schedule</legend>
        <ChoiceCards legend="Schedule" value={preset} onChange={choose} options={PRESETS} columns={3} />
        {isCustom && (
          <Field
            label="Expression"
            error={faults.get('gradingSchedule.expression')}
            hint={
              <>
                EventBridge Scheduler's own: <code className="font-mono">rate(30 minutes)</code>,{' '}
                <code className="font-mono">cron(0 6 ? * MON-FRI *)</code> or{' '}
                <code className="font-mono">at(2026-12-01T09:00:00)</code>.
              </>
            }
          >
            <Input
              value={gradingSchedule.expression}
              spellCheck={false}
              className="font-mono text-13"
              onChange={(event) => set({ expression: event.target.value })}
            />
          </Field>
        )}
        {preset !== 'none' && (
          <Field
            label="Time zone"
            hint="What hours of the day mean. Rates run by the clock of no zone."
            error={faults.get('gradingSchedule.timezone')}
            className="sm:max-w-72"
          >
            <Select value={gradingSchedule.timezone} onChange={(event) => set({ timezone: event.target.value })}>
              {[...zones].map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <NextFires schedule={gradingSchedule} />
      </fieldset>
    </Card>
  );
}
