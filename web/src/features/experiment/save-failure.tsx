import { ProblemError } from '@alyson/schema';
import { Notice } from '../../ui/notice.tsx';

/** Why settings were not saved. What was entered is kept: over a newer version it can be saved on top. */
export function SaveFailure({ error, onRebase }: { error: Error; onRebase: () => void }) {
  if (error instanceof ProblemError && error.code === 'stale_version') {
    return (
      <Notice tone="warning" role="alert">
        The experiment was changed while you were editing. Your entries are kept.{' '}
        <button type="button" className="underline underline-offset-3" onClick={onRebase}>
          Go on with yours
        </button>
        , then save again.
      </Notice>
    );
  }
  const isOnFields = error instanceof ProblemError && error.errors.length > 0;
  return (
    <Notice tone="negative" role="alert">
      {isOnFields
        ? 'Not saved: mend what is marked above.'
        : `Not saved: ${error.message} Your changes are still here. Try again.`}
    </Notice>
  );
}
