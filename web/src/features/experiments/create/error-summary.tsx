import { CircleAlert } from 'lucide-react';
import type { FieldError } from './field-error.ts';
import { STEP_LABEL, stepOf } from './steps.ts';

interface ErrorSummaryProps {
  errors: readonly FieldError[];
  /** What failed as a whole, e.g. because the server did not answer. */
  failure: string | null;
  onGoTo: (path: string) => void;
}

/** All that keeps the form from being saved, each a way to its field. */
export function ErrorSummary({ errors, failure, onGoTo }: ErrorSummaryProps) {
  if (errors.length === 0 && !failure) return null;
  return (
    <section
      role="alert"
      aria-label="What to mend"
      className="rounded-card border border-negative bg-negative-ground px-4 py-3.5 text-negative"
    >
      <h2 className="flex items-center gap-2 text-14 font-semibold">
        <CircleAlert aria-hidden="true" className="size-4" />
        {failure ?? (errors.length === 1 ? 'One thing to mend first' : `${errors.length} things to mend first`)}
      </h2>
      {errors.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 pl-6 text-13">
          {errors.map(({ path, text }) => (
            <li key={path}>
              <button
                type="button"
                className="rounded-sm text-left underline underline-offset-3"
                onClick={() => onGoTo(path)}
              >
                {text}
              </button>{' '}
              <span>in {STEP_LABEL[stepOf(path) ?? 'review']}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
