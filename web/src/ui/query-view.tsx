import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Notice } from './notice.tsx';
import { ProblemState, wordsOf } from './problem-state.tsx';

interface QueryViewProps<T> {
  query: UseQueryResult<T>;
  /** What is being read: "the buyers". */
  what: string;
  /** The final layout, in grey. */
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows a reading in each of its states. Data that could not be read again stays, and is called what it is. */
export function QueryView<T>({ query, what, skeleton, children }: QueryViewProps<T>) {
  const { data, error, isPending } = query;
  const retry = () => void query.refetch();
  if (isPending) {
    return (
      <div role="status" aria-label={`Reading ${what}`}>
        {skeleton}
      </div>
    );
  }
  if (data === undefined) return error && <ProblemState error={error} what={what} onRetry={retry} />;
  return (
    <>
      {error && (
        <Notice tone="warning" className="m-3">
          Could not read {what} again: {wordsOf(error)} What you see is the last that was read.
        </Notice>
      )}
      {children(data)}
    </>
  );
}
