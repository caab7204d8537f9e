import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { CircleAlert } from 'lucide-react';
import { STEP_LABEL, STEPS, type Step } from './steps.ts';

interface StepListProps {
  current: Step;
  /** Steps with something to mend. */
  faulty: ReadonlySet<Step>;
}

/** The way through the form. Any step can be visited at any time. */
export function StepList({ current, faulty }: StepListProps) {
  return (
    <nav aria-label="Steps">
      <p className="mb-2 text-13 text-muted lg:hidden">
        Step {STEPS.indexOf(current) + 1} of {STEPS.length}, {STEP_LABEL[current]}
      </p>
      <ol className="flex gap-1.5 lg:flex-col lg:gap-0.5">
        {STEPS.map((step, index) => (
          <li key={step} className="max-lg:flex-1">
            <Link
              to="/experiments/new"
              search={{ step }}
              resetScroll
              aria-current={step === current ? 'step' : undefined}
              className={clsx(
                'group flex items-center gap-2.5 rounded-control lg:h-9 lg:px-2.5 lg:hover:bg-sunken',
                step === current ? 'font-medium text-text lg:bg-sunken' : 'text-muted hover:text-text',
              )}
            >
              <span
                aria-hidden="true"
                className={clsx(
                  'hidden size-5 shrink-0 items-center justify-center rounded-full border text-12 lg:flex',
                  step === current && 'border-ink bg-ink text-on-ink',
                )}
              >
                {index + 1}
              </span>
              <span
                aria-hidden="true"
                className={clsx(
                  'my-2.5 block h-1 w-full rounded-full lg:hidden',
                  step === current ? 'bg-ink' : faulty.has(step) ? 'bg-negative' : 'bg-line',
                )}
              />
              <span className="flex-1 max-lg:sr-only">{STEP_LABEL[step]}</span>
              {faulty.has(step) && (
                <>
                  <CircleAlert aria-hidden="true" className="size-4 text-negative max-lg:hidden" />
                  <span className="sr-only">has errors</span>
                </>
              )}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
