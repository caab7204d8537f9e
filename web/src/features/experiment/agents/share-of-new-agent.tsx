import { agentLetter, roundToBasisPoints } from '@alyson/schema';
import { assignedSplit } from '../../../lib/current-split.ts';
import { Field } from '../../../ui/field.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { SplitTable } from '../split/split-table.tsx';
import { type AgentFaults, type AgentForm, shareOf } from './agent-form.ts';

interface ShareOfNewAgentProps {
  form: AgentForm;
  faults: AgentFaults;
  onChange: (next: Partial<AgentForm>) => void;
}

/** Its share of the clicks, and what that leaves the others. */
export function ShareOfNewAgent({ form, faults, onChange }: ShareOfNewAgentProps) {
  const { agents } = useCurrentExperiment();
  const now = assignedSplit(agents);
  const number = Math.max(0, ...agents.map((agent) => agent.number)) + 1;
  const newcomer = {
    id: 'new',
    letter: agentLetter(number),
    name: form.name.trim() || 'The new agent',
    state: 'on' as const,
  };
  const after = splitWith(now, shareOf(form.percent));
  return (
    <>
      <Field
        label="Share of clicks"
        error={faults.get('weightBasisPoints')}
        hint="The others give it in their own proportions; nobody else changes page. 0% adds it without clicks for now."
      >
        <NumberField
          value={form.percent}
          onChange={(percent) => onChange({ percent })}
          min={0}
          max={100}
          decimals={2}
          unit="%"
          className="max-w-36"
        />
      </Field>
      {after && (
        <SplitTable
          caption="Shares of clicks now and afterwards"
          agents={[...agents, newcomer]}
          columns={[
            { label: 'Now', weights: now },
            { label: 'After', weights: new Map([...after, ['new', shareOf(form.percent)]]) },
          ]}
          withChange
        />
      )}
    </>
  );
}

/** What is left to the others once so many basis points are given away; null while that is no share. */
function splitWith(now: ReadonlyMap<string, number>, given: number): Map<string, number> | null {
  if (!(given >= 0 && given <= 10_000)) return null;
  const shares = [...now.values()].map((share) => share * (10_000 - given));
  const left = given === 10_000 ? shares : roundToBasisPoints([...shares, given * 10_000]);
  return new Map([...now.keys()].map((id, i) => [id, left[i] ?? 0]));
}
