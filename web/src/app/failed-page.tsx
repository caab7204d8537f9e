import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemState } from '../ui/problem-state.tsx';

/** For a page that broke or could not be loaded. The rail stays, so that there is a way on. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  return (
    <div className="pt-16">
      <ProblemState
        error={error instanceof Error ? error : new Error(String(error))}
        what="this page"
        onRetry={reset}
      />
    </div>
  );
}
