import { RadioList } from '../../ui/radio-list.tsx';

export type AfterChoice = 'optimize' | 'hold';

interface AfterChoiceFieldProps {
  value: AfterChoice;
  onChange: (value: AfterChoice) => void;
}

/** What happens after a person's release in an experiment that the optimizer works on. */
export const AfterChoiceField = ({ value, onChange }: AfterChoiceFieldProps) => (
  <RadioList
    label="Afterwards"
    value={value}
    onChange={onChange}
    options={[
      {
        value: 'optimize',
        label: 'Keep optimizing from here',
        hint: 'The next grading run may move the split again, within the guardrails.',
      },
      {
        value: 'hold',
        label: 'Hold this split until I resume',
        hint: 'Grading goes on; nothing is published until somebody resumes.',
      },
    ]}
  />
);
