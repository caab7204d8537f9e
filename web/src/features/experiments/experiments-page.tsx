import { PageHeader } from '../../ui/page-header.tsx';

export function ExperimentsPage() {
  return <PageHeader title="Experiments" />;
}
