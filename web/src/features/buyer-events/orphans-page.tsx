import { PageHeader } from '../../ui/page-header.tsx';

export function OrphansPage() {
  return <PageHeader title="Orphans" />;
}
