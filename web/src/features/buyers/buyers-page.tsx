import { PageHeader } from '../../ui/page-header.tsx';

export function BuyersPage() {
  return <PageHeader title="Buyers" />;
}
