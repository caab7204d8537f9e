import { clsx } from 'clsx';
import { useId } from 'react';

interface FilterTabsProps<T extends string> {
  /** What is chosen: "Outcome". */
  label: string;
  value: T | undefined;
  onChange: (value: T | undefined) => void;
  options: readonly { value: T | undefined; label: string }[];
}

/** One of a few filters, side by side. Native radio buttons: arrow keys move, and the choice is announced. */
export function FilterTabs<T extends string>({ label, value, onChange, options }: FilterTabsProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0 overflow-x-auto">
      <legend className="sr-only">{label}</legend>
      <div className="flex w-max gap-0.5 rounded-control border bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.label}
            className={clsx(
              'touch-target flex h-8 cursor-pointer items-center rounded-chip px-3 text-13 font-medium whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:outline-ink',
              option.value === value
                ? 'bg-surface text-text shadow-[0_0_0_1px_var(--line)]'
                : 'text-muted hover:text-text',
            )}
          >
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
