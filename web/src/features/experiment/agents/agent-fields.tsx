import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import type { AgentFaults, AgentForm } from './agent-form.ts';

interface AgentFieldsProps {
  form: AgentForm;
  faults: AgentFaults;
  onChange: (next: Partial<AgentForm>) => void;
}

/** What an agent is called, and where its clicks go. */
export function PageFields({ form, faults, onChange, isNew }: AgentFieldsProps & { isNew: boolean }) {
  const { state } = useCurrentExperiment();
  const isLive = state === 'running' || state === 'paused';
  return (
    <>
      <Field label="Name" error={faults.get('name')}>
        <Input value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
      </Field>
      <Field
        label="Landing page"
        error={faults.get('landingUrl')}
        hint={
          !isNew && isLive
            ? 'For the same page at another address: its results are kept. A different page is another agent.'
            : 'Begins with https://. Macros such as {source} are filled in for each click.'
        }
      >
        <Input
          value={form.landingUrl}
          inputMode="url"
          spellCheck={false}
          placeholder="https://www.example.com/quote?src={source}"
          className="font-mono text-13"
          onChange={(event) => onChange({ landingUrl: event.target.value })}
        />
      </Field>
    </>
  );
}

/** How the agent stands among the others: control, daily cap, TUNE's name for it. */
export function StandingFields({ form, faults, onChange }: AgentFieldsProps) {
  const { timezone } = useCurrentExperiment();
  return (
    <>
      <Check
        label="It is the control, which the others are compared with"
        isChecked={form.isControl}
        onChange={(isControl) => onChange({ isControl })}
      />
      <div>
        <Check label="Limit its clicks per day" isChecked={form.hasCap} onChange={(hasCap) => onChange({ hasCap })} />
        {form.hasCap && (
          <Field
            label="Daily cap"
            error={faults.get('dailyCap')}
            hint={`Of people, bots not counted; the day is ${timezone.replaceAll('_', ' ')}'s. Reached, its clicks go to the others. It may overshoot by what comes in the second or two until every router knows.`}
          >
            <NumberField
              value={form.dailyCap}
              onChange={(dailyCap) => onChange({ dailyCap })}
              min={1}
              step={100}
              unit="clicks"
              className="max-w-48"
            />
          </Field>
        )}
      </div>
      <Field
        label="TUNE's url_id (optional)"
        error={faults.get('tuneUrlId')}
        hint="A link that carries it goes to this agent; such clicks are not graded. Where TUNE follows after this router, it names the page to TUNE."
      >
        <Input
          value={form.tuneUrlId}
          inputMode="numeric"
          spellCheck={false}
          placeholder="214"
          className="max-w-48 font-mono text-13"
          onChange={(event) => onChange({ tuneUrlId: event.target.value })}
        />
      </Field>
    </>
  );
}

interface CheckProps {
  label: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

const Check = ({ label, isChecked, onChange }: CheckProps) => (
  <label className="touch-target mb-2 flex cursor-pointer items-center gap-2 text-14">
    <input
      type="checkbox"
      checked={isChecked}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 accent-ink"
    />
    {label}
  </label>
);
