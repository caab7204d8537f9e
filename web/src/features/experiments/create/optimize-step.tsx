import { useController, useFormContext, useWatch } from 'react-hook-form';
import { floorConsequence, stepConsequence } from '../../../lib/limit-consequences.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { NumberInput } from './form-fields.tsx';
import type { FormValues } from './form-values.ts';

/** Who moves the split, towards what, and within which limits. */
export function OptimizeStep() {
  const { control } = useFormContext<FormValues>();
  const mode = useController({ control, name: 'mode' }).field;
  const objective = useController({ control, name: 'objective' }).field;
  const agents = useWatch({ control, name: 'agents' }).length;
  const limits = useWatch({ control, name: 'optimization' });

  return (
    <>
      <Card title="Who moves the split">
        <div className="flex flex-col gap-4">
          <ChoiceCards
            legend="Mode"
            value={mode.value}
            onChange={mode.onChange}
            options={[
              {
                value: 'auto',
                label: 'Automatic',
                description: 'The optimizer moves clicks to the agents that earn, within the limits below.',
              },
              {
                value: 'fixed',
                label: 'Manual',
                description: 'Only people change the split. Agents are graded all the same.',
              },
            ]}
          />
          <ChoiceCards
            legend="What counts"
            value={objective.value}
            onChange={objective.onChange}
            options={[
              {
                value: 'rpc',
                label: 'Revenue per click (RPC)',
                description: 'The most money for the same clicks. Needs buyers that report amounts.',
              },
              {
                value: 'cvr',
                label: 'Leads per click (CVR)',
                description: 'The most leads for the same clicks. Answers sooner, and knows no prices.',
              },
            ]}
          />
        </div>
      </Card>
      <Card
        title="Limits"
        note="What the optimizer may never do, and when it waits. Sensible values stand here already."
      >
        <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
          <NumberInput
            path="optimization.floorBasisPoints"
            label="Exploration minimum of each agent"
            per={100}
            decimals={2}
            unit="%"
            hint={floorConsequence(limits.floorBasisPoints, agents)}
          />
          <NumberInput
            path="optimization.stepBasisPoints"
            label="Largest change per release"
            per={100}
            decimals={2}
            unit="pts"
            hint={stepConsequence(limits.stepBasisPoints)}
          />
          <NumberInput
            path="optimization.burnInClicks"
            label="Clicks before the first grade"
            step={100}
            unit="clicks"
            hint="Each agent needs this many before it is graded and the split may move."
          />
          <NumberInput
            path="optimization.staleAfterMinutes"
            label="Hold when no report came for"
            per={60}
            decimals={1}
            unit="hours"
            hint="Old buyer data would move money blindly; the split waits for fresh reports."
          />
          <NumberInput
            path="attributionWindowDays"
            label="Attribution window"
            unit="days"
            hint="A lead that comes later than this after its click is not credited."
          />
        </div>
      </Card>
    </>
  );
}
