import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DAY_NAMES, type HourRange, hoursOf, hourText, rangesOf } from '../../../lib/hours-of-week.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/input.tsx';

interface HoursFieldProps {
  hours: readonly number[];
  timezone: string;
  onChange: (hours: number[]) => void;
  error: string | undefined;
}

const HOURS = Array.from({ length: 25 }, (_, hour) => hour);
const OFFICE_HOURS: HourRange = { days: [0, 1, 2, 3, 4], from: 9, to: 17 };

/** Ranges have no names: a key keeps each with its fields as others come and go. */
const withKey = (range: HourRange) => ({ key: crypto.randomUUID(), ...range });

/** Hours of the week as ranges: on which days, from when to when. */
export function HoursField({ hours, timezone, onChange, error }: HoursFieldProps) {
  const [ranges, setRanges] = useState(() => rangesOf(hours).map(withKey));
  const set = (next: typeof ranges) => {
    setRanges(next);
    onChange(hoursOf(next));
  };
  const replace = (place: number, change: Partial<HourRange>) =>
    set(ranges.map((range, i) => (i === place ? { ...range, ...change } : range)));
  return (
    <div className="flex flex-col gap-3">
      <p className="text-13 text-muted">
        By the clock of {timezone.replaceAll('_', ' ')}, the experiment's time zone, which is set below the rules.
      </p>
      {ranges.map((range, place) => (
        <RangeFields
          key={range.key}
          range={range}
          onChange={(change) => replace(place, change)}
          onRemove={() => set(ranges.filter((_, i) => i !== place))}
        />
      ))}
      {error && <p className="text-13 text-negative">{error}</p>}
      <Button size="sm" icon={Plus} className="self-start" onClick={() => set([...ranges, withKey(OFFICE_HOURS)])}>
        Add hours
      </Button>
    </div>
  );
}

interface RangeFieldsProps {
  range: HourRange;
  onChange: (change: Partial<HourRange>) => void;
  onRemove: () => void;
}

function RangeFields({ range: { days, from, to }, onChange, onRemove }: RangeFieldsProps) {
  const toggle = (day: number, isOn: boolean) =>
    onChange({ days: isOn ? [...days, day].sort((a, b) => a - b) : days.filter((one) => one !== day) });
  return (
    <div className="flex flex-wrap items-end gap-3">
      <fieldset className="min-w-0">
        <legend className="mb-1.5 text-13 font-medium">Days</legend>
        <div className="flex flex-wrap gap-1">
          {DAY_NAMES.map((name, day) => (
            <label
              key={name}
              className="touch-target flex h-9 cursor-pointer items-center rounded-control border px-2 text-13 has-checked:border-ink has-checked:bg-ink has-checked:text-on-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
            >
              <input
                type="checkbox"
                checked={days.includes(day)}
                onChange={(event) => toggle(day, event.target.checked)}
                className="sr-only"
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label="From">
        <Select
          value={from}
          onChange={(event) => {
            const next = Number(event.target.value);
            onChange({ from: next, to: Math.max(to, next + 1) });
          }}
        >
          {HOURS.slice(0, 24).map((hour) => (
            <option key={hour} value={hour}>
              {hourText(hour)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="To">
        <Select value={to} onChange={(event) => onChange({ to: Number(event.target.value) })}>
          {HOURS.slice(from + 1).map((hour) => (
            <option key={hour} value={hour}>
              {hourText(hour)}
            </option>
          ))}
        </Select>
      </Field>
      <IconButton label="Remove these hours" icon={Trash2} onClick={onRemove} />
    </div>
  );
}
