import type { Rule, RuleCondition } from '@alyson/schema';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ruleText } from '../../../lib/rule-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Input } from '../../../ui/input.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { ConditionFields } from './condition-fields.tsx';
import { OutcomeFields } from './outcome-fields.tsx';
import { checkRule, newCondition, type RuleFaults } from './rule-form.ts';

interface RuleDialogProps {
  rule: Rule;
  /** In which it reads the hours of the week. */
  timezone: string;
  isNew: boolean;
  /** Keeps it in the list; nothing is sent yet. */
  onKeep: (rule: Rule) => void;
  onClose: () => void;
}

const NO_FAULTS: RuleFaults = new Map();
const MOST_CONDITIONS = 20;

/** One rule: its conditions, which must all hold, and where its clicks go. Render it while it is open. */
export function RuleDialog({ rule: given, timezone, isNew, onKeep, onClose }: RuleDialogProps) {
  const { agents } = useCurrentExperiment();
  const [rule, setRule] = useState(given);
  // From the first try on, what is wrong is said as it is typed.
  const [isChecked, setIsChecked] = useState(false);
  const faults = isChecked ? checkRule(rule) : NO_FAULTS;
  // Conditions have no names; a key of its own keeps what was typed with each as others come and go.
  const [conditionKeys, setConditionKeys] = useState(() => given.conditions.map((_, place) => place));
  const { conditions } = rule;

  const setConditions = (next: RuleCondition[]) => setRule({ ...rule, conditions: next });
  const addCondition = () => {
    setConditionKeys([...conditionKeys, Math.max(-1, ...conditionKeys) + 1]);
    setConditions([...conditions, newCondition()]);
  };
  const removeCondition = (place: number) => {
    setConditionKeys(conditionKeys.filter((_, i) => i !== place));
    setConditions(conditions.filter((_, i) => i !== place));
  };
  const keep = () => {
    setIsChecked(true);
    if (checkRule(rule).size === 0) onKeep(rule);
  };

  return (
    <FormDialog
      size="lg"
      title={isNew ? 'Add a rule' : 'Change the rule'}
      verb="Keep the rule"
      onSubmit={keep}
      onClose={onClose}
    >
      <Field label="Name" error={faults.get('name')} hint="How people and explanations call it.">
        <Input
          autoFocus
          value={rule.name}
          placeholder="Spanish speakers"
          onChange={(event) => setRule({ ...rule, name: event.target.value })}
        />
      </Field>
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="mb-1.5 text-13 font-medium">When all of these hold</legend>
        {conditions.map((condition, place) => (
          <ConditionFields
            key={conditionKeys[place]}
            condition={condition}
            timezone={timezone}
            errorOf={(path) => faults.get(`conditions.${place}.${path}`)}
            onChange={(next) => setConditions(conditions.map((one, i) => (i === place ? next : one)))}
            onRemove={conditions.length > 1 ? () => removeCondition(place) : undefined}
          />
        ))}
        {conditions.length < MOST_CONDITIONS && (
          <Button size="sm" icon={Plus} className="self-start" onClick={addCondition}>
            Add a condition
          </Button>
        )}
      </fieldset>
      <OutcomeFields outcome={rule.outcome} faults={faults} onChange={(outcome) => setRule({ ...rule, outcome })} />
      <p className="rounded-control bg-sunken px-3 py-2 text-13 [overflow-wrap:anywhere]">{ruleText(rule, agents)}</p>
    </FormDialog>
  );
}
