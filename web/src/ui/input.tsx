import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useField } from './field.tsx';

/** How every text control looks. */
export const controlClass =
  'touch-target w-full min-w-0 rounded-control border border-field bg-surface px-3 text-14 text-text transition-colors duration-120 aria-invalid:border-negative focus-visible:outline-offset-0';

export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input type="text" autoComplete="off" {...useField()} {...rest} className={clsx(controlClass, 'h-9', className)} />
);

export const Textarea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea rows={3} {...useField()} {...rest} className={clsx(controlClass, 'py-2', className)} />
);

/** The browser's own list, which every phone and screen reader knows. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={clsx('relative block', className)}>
      <select {...useField()} {...rest} className={clsx(controlClass, 'h-9 appearance-none pr-9')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
