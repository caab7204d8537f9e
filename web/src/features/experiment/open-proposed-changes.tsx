import { useOpenProposedChanges } from '../../lib/proposed-changes.ts';
import { TextLink } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Says that changes of the experiment wait for a second person, and leads to them. */
export function OpenProposedChanges({ experimentId }: { experimentId: string }) {
  const count = useOpenProposedChanges(experimentId).data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Notice tone="warning" className="mb-4">
      {count === 1 ? 'A change waits for approval.' : `${count} changes wait for approval.`}{' '}
      <TextLink to="/approvals" search={{ experiment: experimentId }}>
        Review {count === 1 ? 'it' : 'them'}
      </TextLink>
    </Notice>
  );
}
