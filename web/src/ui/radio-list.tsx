import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';

interface RadioListProps<T extends string> {
  /** The question. */
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; hint?: ReactNode }[];
}

/** One answer out of a few, each with what follows from it. */
export function RadioList<T extends string>({ label, value, onChange, options }: RadioListProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-13 font-medium">{label}</legend>
      <div className="overflow-hidden rounded-control border border-field">
        {options.map((option) => (
          <label
            key={option.value}
            className={clsx(
              'flex cursor-pointer gap-3 border-b px-3 py-2.5 last:border-b-0 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-ink',
              option.value === value ? 'bg-sunken' : 'hover:bg-canvas',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-ink outline-none"
            />
            <span className="min-w-0">
              <span className="block text-14 font-medium">{option.label}</span>
              {option.hint && <span className="block text-13 text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
