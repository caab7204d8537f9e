import { clsx } from 'clsx';
import { useId } from 'react';

interface SegmentedProps<T extends string | undefined> {
  /** What is chosen: "Measure". */
  label: string;
  value: T;
  onChange: (value: T) => void;
  /** `undefined` stands for no filter. */
  options: readonly { value: T; label: string }[];
  /** `sm` in the head of a chart. */
  size?: 'md' | 'sm';
}

const SIZE = { md: 'h-8 px-3 text-13', sm: 'h-6.5 px-2 text-12' };

/** One of a few views or filters, side by side. Native radio buttons: arrow keys move, and the choice is announced. */
export function Segmented<T extends string | undefined>({
  label,
  value,
  onChange,
  options,
  size = 'md',
}: SegmentedProps<T>) {
  const name = useId();
  return (
    // Relative: the inputs that are hidden by position scroll with it, instead of widening the page.
    <fieldset className="relative min-w-0 overflow-x-auto">
      <legend className="sr-only">{label}</legend>
      <div className="flex w-max gap-0.5 rounded-control border bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.label}
            className={clsx(
              'touch-target flex cursor-pointer items-center rounded-chip font-medium whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-ink',
              SIZE[size],
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
