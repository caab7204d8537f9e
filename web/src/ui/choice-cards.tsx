import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';

interface ChoiceCardsProps<T extends string> {
  /** The question. */
  legend: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; description?: ReactNode }[];
  columns?: 1 | 2 | 3;
}

const COLUMNS = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' };

/** One of a few, each with what it means. Native radio buttons, so that arrow keys and screen readers know them. */
export function ChoiceCards<T extends string>({ legend, value, onChange, options, columns = 2 }: ChoiceCardsProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-13 font-medium">{legend}</legend>
      <div className={clsx('grid gap-2', COLUMNS[columns])}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex cursor-pointer gap-3 rounded-control border border-line p-3 hover:bg-canvas has-checked:border-ink has-checked:bg-canvas has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
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
              {option.description && <span className="mt-0.5 block text-13 text-muted">{option.description}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
