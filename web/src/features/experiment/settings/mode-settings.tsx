import { Card } from '../../../ui/card.tsx';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import type { SettingsPartProps } from './settings-part.ts';

/** Who moves the split, and towards what. */
export function ModeSettings({ values, onChange, isReadOnly }: Omit<SettingsPartProps, 'faults'>) {
  return (
    <Card title="Who moves the split">
      <fieldset disabled={isReadOnly} className="flex flex-col gap-4">
        <legend className="sr-only">Mode and objective</legend>
        <ChoiceCards
          legend="Mode"
          value={values.mode}
          onChange={(mode) => onChange({ mode })}
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
          value={values.objective}
          onChange={(objective) => onChange({ objective })}
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
      </fieldset>
    </Card>
  );
}
