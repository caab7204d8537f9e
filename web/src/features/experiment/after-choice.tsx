import { ChoiceCards } from '../../ui/choice-cards.tsx';

export type AfterChoice = 'optimize' | 'hold';

interface AfterChoiceFieldProps {
  value: AfterChoice;
  onChange: (value: AfterChoice) => void;
}

/** What happens after a person's release in an experiment that the optimizer works on. */
export const AfterChoiceField = ({ value, onChange }: AfterChoiceFieldProps) => (
  <ChoiceCards
    legend="Afterwards"
    columns={1}
    value={value}
    onChange={onChange}
    options={[
      {
        value: 'optimize',
        label: 'Keep optimizing from here',
        description: 'The next grading run may move the split again, within the limits.',
      },
      {
        value: 'hold',
        label: 'Hold this split until I resume',
        description: 'Grading goes on; nothing is published until somebody resumes.',
      },
    ]}
  />
);
