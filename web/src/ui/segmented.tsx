import { clsx } from 'clsx';
import { useId } from 'react';

interface SegmentedProps<T extends string> {
  /** What is chosen: "Measure". */
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}

/** One of a few views of the same thing, side by side. */
export function Segmented<T extends string>({ label, value, onChange, options }: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-control border bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'touch-target inline-flex h-6.5 cursor-pointer items-center rounded-chip px-2 text-12 font-medium whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:outline-ink',
            option.value === value ? 'bg-surface text-text' : 'text-muted hover:text-text',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
