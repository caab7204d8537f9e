import { PageHeader } from '../../ui/page-header.tsx';

export function BuyerPage() {
  return <PageHeader title="Buyer" />;
}
