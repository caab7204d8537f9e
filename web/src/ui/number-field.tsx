import { clsx } from 'clsx';
import { type ComponentProps, type KeyboardEvent, useEffect, useState } from 'react';
import { Input } from './input.tsx';

export interface NumberFieldProps
  extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'step' | 'min' | 'max'> {
  /** Null while what stands in the field is no number. */
  value: number | null;
  onChange: (value: number | null) => void;
  /** What an arrow key adds; with Shift ten times as much. */
  step?: number;
  min?: number;
  max?: number;
  /** Decimals that may be typed. */
  decimals?: number;
  /** Stands behind the number: `%`, `clicks`. */
  unit?: string;
}

/** A number that is typed. What was typed stays as typed: it is neither rounded nor clipped, only arrow keys keep to the bounds. */
export function NumberField({
  value,
  onChange,
  step = 1,
  min,
  max,
  decimals = 0,
  unit,
  className,
  onBlur,
  onKeyDown,
  ...rest
}: NumberFieldProps) {
  const [text, setText] = useState(() => write(value));
  // A value set from outside (a reset, an even split) replaces the text; one that the text already means leaves it alone.
  useEffect(() => {
    setText((current) => (read(current, decimals) === value ? current : write(value)));
  }, [value, decimals]);

  const change = (next: string) => {
    setText(next);
    onChange(read(next, decimals));
  };
  const stepBy = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0 || value === null) return;
    event.preventDefault();
    const moved = value + direction * step * (event.shiftKey ? 10 : 1);
    const kept = Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, moved));
    change(write(Number(kept.toFixed(decimals))));
  };

  return (
    <span className={clsx('relative block', className)}>
      <Input
        {...rest}
        inputMode={decimals > 0 ? 'decimal' : 'numeric'}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={stepBy}
        onBlur={onBlur}
        className={clsx('text-right', unit && (unit.length > 2 ? 'pr-16' : 'pr-8'))}
      />
      {unit && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-13 text-subtle"
        >
          {unit}
        </span>
      )}
    </span>
  );
}

const write = (value: number | null): string => (value === null ? '' : String(value));

/** Reads `12`, `12.5` or `12,5`; null for anything else, and for more decimals than there may be. */
function read(text: string, decimals: number): number | null {
  const match = /^\s*(-?\d{1,12})(?:[.,](\d*))?\s*$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > decimals) return null;
  return Number(`${whole}.${fraction || '0'}`);
}
