import { Field } from './field.tsx';
import { Input, Select } from './input.tsx';

/** As it stands in a form: `time` is '' where no date is set. */
interface TypedMinute {
  time: string;
  timezone: string;
}

interface LocalMinuteFieldProps {
  label: string;
  hint: string;
  value: TypedMinute;
  error?: string | undefined;
  onChange: (next: TypedMinute) => void;
}

/** A date and a time, and on whose clocks. */
export function LocalMinuteField({ label, hint, value, error, onChange }: LocalMinuteFieldProps) {
  const zones = new Set([value.timezone, Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC']);
  return (
    <div className="grid items-start gap-x-3 gap-y-2 sm:grid-cols-2">
      <Field label={label} hint={hint} error={error}>
        <Input
          type="datetime-local"
          value={value.time}
          onChange={(event) => onChange({ ...value, time: event.target.value })}
        />
      </Field>
      <Field label={`Time zone of the ${label.toLowerCase()}`}>
        <Select value={value.timezone} onChange={(event) => onChange({ ...value, timezone: event.target.value })}>
          {[...zones].map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
