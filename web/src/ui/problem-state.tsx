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
      {wordsOf(error)} The rest of the panel goes on working.
    </EmptyState>
  );
}

/** What a person is told. Anything but a problem of the API is a fault of ours, and its own message helps nobody. */
export const wordsOf = (error: Error): string =>
  error instanceof ProblemError
    ? error.message
    : 'The answer was not understood. Reload the page: it may be older than the server.';
