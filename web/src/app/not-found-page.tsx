import { SearchX } from 'lucide-react';
import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        action={<LinkButton to="/experiments">Search experiments</LinkButton>}
      >
        It may have been deleted, or the link was cut off on its way.
      </EmptyState>
    </>
  );
}
