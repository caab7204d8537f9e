import { type Rule, sumOfWeights, weightsMustAddUp } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Select } from '../../../ui/input.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { useCurrentAgents } from '../current-experiment.ts';
import { newOutcome, type RuleFaults } from './rule-form.ts';

interface OutcomeFieldsProps {
  outcome: Rule['outcome'];
  faults: RuleFaults;
  onChange: (outcome: Rule['outcome']) => void;
}

const OUTCOMES: Readonly<Record<Rule['outcome']['to'], string>> = {
  agent: 'One agent',
  split: 'A split of its own',
  url: 'Another page',
  fallback: 'The fallback page',
};

/** Where the clicks of a rule go. */
export function OutcomeFields({ outcome, faults, onChange }: OutcomeFieldsProps) {
  const agents = useCurrentAgents();
  return (
    <div className="flex flex-col gap-3">
      <Field
        label="Then go to"
        hint="Clicks that a rule sends somewhere are shown, and not graded: they were not split by chance among all."
      >
        <Select
          value={outcome.to}
          onChange={(event) => onChange(newOutcome(event.target.value as Rule['outcome']['to'], agents))}
        >
          {Object.entries(OUTCOMES).map(([to, label]) => (
            <option key={to} value={to}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {outcome.to === 'agent' && (
        <Field label="Agent" hint="While it is off or capped, the rule is passed over.">
          <Select value={outcome.agentId} onChange={(event) => onChange({ ...outcome, agentId: event.target.value })}>
            {agents.map((agent) => (
              <option key={agent.id} value={agent.id}>
                {agent.letter}, {agent.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {outcome.to === 'url' && (
        <Field
          label="Page"
          error={faults.get('outcome.url')}
          hint="A landing page outside the experiment, with macros if need be."
        >
          <Input
            value={outcome.url}
            inputMode="url"
            spellCheck={false}
            placeholder="https://www.example.com/desktop?src={source}"
            className="font-mono text-13"
            onChange={(event) => onChange({ ...outcome, url: event.target.value })}
          />
        </Field>
      )}
      {outcome.to === 'split' && <SplitFields outcome={outcome} onChange={onChange} />}
    </div>
  );
}

type Split = Extract<Rule['outcome'], { to: 'split' }>;

function SplitFields({ outcome, onChange }: { outcome: Split; onChange: (outcome: Split) => void }) {
  const agents = useCurrentAgents();
  const weightOf = (id: string) => outcome.weights.find(({ agentId }) => agentId === id)?.weightBasisPoints ?? 0;
  const sum = sumOfWeights(outcome.weights.map(({ weightBasisPoints }) => weightBasisPoints));
  const set = (id: string, weightBasisPoints: number) =>
    onChange({
      ...outcome,
      weights: agents.map((agent) => ({
        agentId: agent.id,
        weightBasisPoints: agent.id === id ? weightBasisPoints : weightOf(agent.id),
      })),
    });
  return (
    <div className="flex flex-col gap-2">
      {agents.map((agent) => (
        <Field
          key={agent.id}
          label={<AgentChip letter={agent.letter} name={agent.name} />}
          className="sm:flex sm:items-center sm:justify-between sm:gap-4"
        >
          <NumberField
            value={weightOf(agent.id) / 100}
            onChange={(value) => set(agent.id, Math.round((value ?? 0) * 100))}
            min={0}
            max={100}
            decimals={2}
            unit="%"
            className="max-w-40"
          />
        </Field>
      ))}
      {sum !== 10_000 && <p className="text-13 text-negative">{weightsMustAddUp(sum)}</p>}
    </div>
  );
}
