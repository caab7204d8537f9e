import { PageHeader } from '../../ui/page-header.tsx';

export function CreateExperimentPage() {
  return <PageHeader title="New experiment" />;
}
