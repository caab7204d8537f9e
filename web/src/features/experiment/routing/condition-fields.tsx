import type { RuleCondition, RuleTest } from '@alyson/schema';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { EXAMPLES, needsValues, SUBJECTS, TESTS, VALUE_HINTS } from '../../../lib/rule-text.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Select } from '../../../ui/input.tsx';
import { HoursField } from './hours-field.tsx';
import { newCondition, readValues } from './rule-form.ts';

interface ConditionFieldsProps {
  condition: RuleCondition;
  /** In which it reads the hours of the week. */
  timezone: string;
  /** By the condition's own paths. */
  errorOf: (path: string) => string | undefined;
  onChange: (condition: RuleCondition) => void;
  /** Absent on the only one. */
  onRemove?: (() => void) | undefined;
}

/** What a rule looks at, and what it asks of it. */
export function ConditionFields({ condition, timezone, errorOf, onChange, onRemove }: ConditionFieldsProps) {
  return (
    <div className="flex flex-col gap-3 rounded-control border p-3">
      <div className="flex items-end gap-3">
        <Field label="Look at" className="flex-1">
          <Select
            value={condition.on}
            onChange={(event) => onChange(newCondition(event.target.value as RuleCondition['on']))}
          >
            {Object.entries(SUBJECTS).map(([on, label]) => (
              <option key={on} value={on}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        {onRemove && <IconButton label="Remove this condition" icon={Trash2} onClick={onRemove} />}
      </div>
      {condition.on === 'hours' ? (
        <HoursField
          hours={condition.hours}
          timezone={timezone}
          error={errorOf('hours')}
          onChange={(hours) => onChange({ ...condition, hours })}
        />
      ) : (
        <TestFields key={condition.on} condition={condition} errorOf={errorOf} onChange={onChange} />
      )}
    </div>
  );
}

interface TestFieldsProps extends Omit<ConditionFieldsProps, 'condition' | 'timezone' | 'onRemove'> {
  condition: Exclude<RuleCondition, { on: 'hours' }>;
}

function TestFields({ condition, errorOf, onChange }: TestFieldsProps) {
  // What was typed stays as typed: a comma at its end is the beginning of another value.
  const [text, setText] = useState(condition.values.join(', '));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {condition.on === 'parameter' && (
        <Field label="Its name" error={errorOf('name')} className="sm:col-span-2">
          <Input
            value={condition.name}
            spellCheck={false}
            placeholder="gclid"
            className="font-mono text-13"
            onChange={(event) => onChange({ ...condition, name: event.target.value })}
          />
        </Field>
      )}
      <Field label="Test">
        <Select
          value={condition.test}
          onChange={(event) => onChange({ ...condition, test: event.target.value as RuleTest })}
        >
          {Object.entries(TESTS).map(([test, label]) => (
            <option key={test} value={test}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {needsValues(condition.test) && (
        <Field label="Any of" error={errorOf('values')} hint={hintFor(condition.on)}>
          <Input
            value={text}
            spellCheck={false}
            placeholder={EXAMPLES[condition.on] ?? 'newsletter, partner-7'}
            onChange={(event) => {
              setText(event.target.value);
              onChange({ ...condition, values: readValues(event.target.value) });
            }}
          />
        </Field>
      )}
    </div>
  );
}

const hintFor = (on: RuleCondition['on']): string =>
  ['Several with commas between them.', VALUE_HINTS[on]].filter(Boolean).join(' ');
