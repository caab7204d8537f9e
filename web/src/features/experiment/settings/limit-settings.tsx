import type { Optimization } from '@alyson/schema';
import type { ReactNode } from 'react';
import { floorConsequence, stepConsequence } from '../../../lib/limit-consequences.ts';
import { Card } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { useCurrentAgents } from '../current-experiment.ts';
import type { SettingsPartProps } from './settings-part.ts';

/** What the optimizer may never do, and when it waits; each with what follows from it. */
export function LimitSettings({ values, faults, onChange, isReadOnly }: SettingsPartProps) {
  const agents = useCurrentAgents();
  const { optimization } = values;
  const limit = (field: keyof Optimization, per: number) => ({
    value: optimization[field] === null ? null : optimization[field] / per,
    onChange: (value: number | null) =>
      onChange({ optimization: { ...optimization, [field]: value === null ? null : Math.round(value * per) } }),
    error: faults.get(`optimization.${field}`),
    isReadOnly,
  });
  return (
    <Card title="Limits" note="What the optimizer may never do, and when it waits.">
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        <Limit
          {...limit('floorBasisPoints', 100)}
          label="Exploration minimum of each agent"
          decimals={2}
          unit="%"
          hint={floorConsequence(optimization.floorBasisPoints, agents.length)}
        />
        <Limit
          {...limit('stepBasisPoints', 100)}
          label="Largest change per release"
          decimals={2}
          unit="pts"
          hint={stepConsequence(optimization.stepBasisPoints)}
        />
        <Limit
          {...limit('burnInClicks', 1)}
          label="Clicks before the first grade"
          step={100}
          unit="clicks"
          hint="Each agent needs this many before it is graded and the split may move."
        />
        <Limit
          {...limit('staleAfterMinutes', 60)}
          label="Hold when no report came for"
          decimals={1}
          unit="hours"
          hint="Old buyer data would move money blindly; the split waits for fresh reports."
        />
        <Limit
          value={values.attributionWindowDays}
          onChange={(attributionWindowDays) => onChange({ attributionWindowDays })}
          error={faults.get('attributionWindowDays')}
          isReadOnly={isReadOnly}
          label="Attribution window"
          unit="days"
          hint="A lead that comes later than this after its click is not credited."
        />
      </div>
    </Card>
  );
}

interface LimitProps {
  label: string;
  hint: ReactNode;
  error: string | undefined;
  value: number | null;
  onChange: (value: number | null) => void;
  unit: string;
  step?: number;
  decimals?: number;
  isReadOnly: boolean;
}

const Limit = ({ label, hint, error, isReadOnly, ...input }: LimitProps) => (
  <Field label={label} hint={hint} error={error}>
    <NumberField {...input} min={0} readOnly={isReadOnly} className="max-w-40" />
  </Field>
);
