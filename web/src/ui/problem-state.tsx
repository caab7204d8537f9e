import { ProblemError } from '@alyson/schema';
import { Lock, RotateCw, ServerCrash } from 'lucide-react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

interface ProblemStateProps {
  error: Error;
  /** What could not be shown: "the buyers". */
  what: string;
  onRetry?: () => void;
}

/** Stands where something would that could not be read: what failed, and how to go on. One card's failure stays its own. */
export function ProblemState({ error, what, onRetry }: ProblemStateProps) {
  if (error instanceof ProblemError && error.code === 'forbidden') {
    return (
      <EmptyState icon={Lock} title={`Your role does not show ${what}`}>
        An admin of this workspace can change your role.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ServerCrash}
      title={`Could not read ${what}`}
      action={
        onRetry && (
          <Button icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {error.message} The rest of the panel goes on working.
    </EmptyState>
  );
}
