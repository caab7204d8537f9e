import { Field } from '../../../ui/field.tsx';
import { Input, Select } from '../../../ui/input.tsx';
import { useCurrentAgents, useCurrentExperiment } from '../current-experiment.ts';
import type { TestFaults, TestForm } from './test-form.ts';

interface TestFieldsProps {
  form: TestForm;
  faults: TestFaults;
  onChange: (next: Partial<TestForm>) => void;
}

/** The click that is made up: its link, and what an edge would know of its visitor. */
export function TestFields({ form, faults, onChange }: TestFieldsProps) {
  const { stickyDays } = useCurrentExperiment();
  const agents = useCurrentAgents();
  const text = (field: 'country' | 'region' | 'os' | 'browser' | 'language', placeholder: string) => ({
    value: form[field],
    placeholder,
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  });
  return (
    <>
      <Field
        label="Link"
        error={faults.get('url')}
        hint="As a visitor follows it, with its parameters. Another utm_content may see another agent."
      >
        <Input
          value={form.url}
          inputMode="url"
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => onChange({ url: event.target.value })}
        />
      </Field>
      <fieldset className="grid min-w-0 grid-cols-2 gap-4 sm:grid-cols-3">
        <legend className="mb-2 text-13 text-muted">
          Of the visitor; what is left empty is unknown, and rules treat it so.
        </legend>
        <Field label="Country" error={faults.get('visitor.country')}>
          <Input {...text('country', 'US')} />
        </Field>
        <Field label="Region">
          <Input {...text('region', 'CA')} />
        </Field>
        <Field label="Device">
          <Select
            value={form.device}
            onChange={(event) => onChange({ device: event.target.value as TestForm['device'] })}
          >
            <option value="">Unknown</option>
            {['desktop', 'mobile', 'tablet', 'other'].map((device) => (
              <option key={device} value={device}>
                {device}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Operating system">
          <Input {...text('os', 'iOS')} />
        </Field>
        <Field label="Browser">
          <Input {...text('browser', 'Safari')} />
        </Field>
        <Field label="Language">
          <Input {...text('language', 'es-MX')} />
        </Field>
      </fieldset>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field label="Time" hint="Of your own clock. Empty: now.">
          <Input type="datetime-local" value={form.at} onChange={(event) => onChange({ at: event.target.value })} />
        </Field>
        <Field label="Came before, and had" hint={stickyDays === 0 ? 'Agents are not kept here.' : undefined}>
          <Select value={form.keptAgentId} onChange={(event) => onChange({ keptAgentId: event.target.value })}>
            <option value="">First visit</option>
            {agents.map((agent) => (
              <option key={agent.id} value={agent.id}>
                {agent.letter}, {agent.name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Routed by">
          <Select
            value={form.release}
            onChange={(event) => onChange({ release: event.target.value as TestForm['release'] })}
          >
            <option value="in_force">The release in force</option>
            <option value="as_edited">What a release would be now</option>
          </Select>
        </Field>
      </div>
    </>
  );
}
