import { clsx } from 'clsx';
import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';

interface FieldIds {
  id: string;
  describedBy: string | undefined;
  isInvalid: boolean;
}

const CurrentField = createContext<FieldIds | null>(null);

/** Joins a control to the label, hint and error of the Field around it. */
export function useField() {
  const field = useContext(CurrentField);
  if (!field) return {};
  return {
    id: field.id,
    ...(field.describedBy && { 'aria-describedby': field.describedBy }),
    ...(field.isInvalid && { 'aria-invalid': true as const }),
  };
}

interface FieldProps {
  label: ReactNode;
  /** Shown under the label: what to put in. */
  hint?: ReactNode;
  /** Under the control: what is wrong and how to mend it. */
  error?: string | undefined;
  /** Keeps the label for screen readers only, where a table's header says the same. */
  isLabelHidden?: boolean;
  className?: string;
  children: ReactNode;
}

/** A labelled control with its hint and its error. */
export function Field({ label, hint, error, isLabelHidden, className, children }: FieldProps) {
  const id = useId();
  const describedBy = clsx(hint && `${id}-hint`, error && `${id}-error`) || undefined;
  return (
    <div className={clsx('min-w-0', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1.5 block text-13 font-medium'}>
        {label}
      </label>
      <CurrentField value={{ id, describedBy, isInvalid: Boolean(error) }}>{children}</CurrentField>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex items-start gap-1.5 text-13 text-negative">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
      {hint && (
        <div id={`${id}-hint`} className={clsx('mt-1.5 text-13 text-muted', isLabelHidden && 'sr-only')}>
          {hint}
        </div>
      )}
    </div>
  );
}
