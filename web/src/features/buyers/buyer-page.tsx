import { type Buyer, MOST_COUNTED, ProblemError } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { Card } from '../../ui/card.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabLink, TabLinks } from '../../ui/tabs.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { BuyerActions } from './buyer-actions.tsx';
import { buyerQuery } from './queries.ts';
import { ReportsCard } from './reports-card.tsx';
import { SecretsCard } from './secrets/secrets-card.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { TuneCard } from './tune-card.tsx';

const route = getRouteApi('/signed-in/buyers/$buyerId');

/** One buyer: how it is reporting, its reports, and how to set it up. */
export function BuyerPage() {
  const { buyerId } = route.useParams();
  const { tab, outcome } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(buyerQuery(buyerId as Buyer['id']));
  if (query.error instanceof ProblemError && query.error.code === 'not_found') return <NoSuchBuyer />;
  return (
    <QueryView query={query} what="the buyer" skeleton={<Skeleton className="h-40 w-full rounded-card" />}>
      {(buyer) => (
        <>
          <PageHeader
            title={buyer.name}
            parent={{ label: 'Buyers', to: '/buyers' }}
            facts={<Facts buyer={buyer} />}
            actions={<BuyerActions buyer={buyer} />}
          />
          {buyer.archivedAt && (
            <Notice className="mb-4">
              Archived <Instant at={buyer.archivedAt} />. What it reports all the same is taken and counted.
            </Notice>
          )}
          <TabLinks label="Parts of the buyer" className="mb-5">
            <TabLink
              to="/buyers/$buyerId"
              params={{ buyerId }}
              search={{ tab: undefined }}
              activeOptions={{ explicitUndefined: true }}
            >
              Reports
            </TabLink>
            <TabLink to="/buyers/$buyerId" params={{ buyerId }} search={{ tab: 'setup' }}>
              Setup
            </TabLink>
          </TabLinks>
          {tab === 'setup' ? (
            <div className="flex flex-col gap-5">
              <Setup buyer={buyer} />
              <SecretsCard buyerId={buyer.id} />
              <TuneCard buyer={buyer} />
            </div>
          ) : (
            <ReportsCard
              buyerId={buyer.id}
              outcome={outcome}
              onFilter={(next) => void navigate({ search: { outcome: next }, replace: true, resetScroll: false })}
            />
          )}
        </>
      )}
    </QueryView>
  );
}

const NoSuchBuyer = () => (
  <>
    <PageHeader title="Buyer not found" parent={{ label: 'Buyers', to: '/buyers' }} />
    <EmptyState
      icon={SearchX}
      title="There is no such buyer"
      action={<LinkButton to="/buyers">See buyers</LinkButton>}
    />
  </>
);

function Facts({ buyer }: { buyer: Buyer }) {
  if (!buyer.lastReportAt) return 'Has not reported yet.';
  return (
    <>
      Last report <Instant at={buyer.lastReportAt} />. {formatCountOf(buyer.reports, 'report', 'reports', MOST_COUNTED)}{' '}
      in all, {formatCountOf(buyer.orphans, 'orphan', 'orphans', MOST_COUNTED)} waiting.
    </>
  );
}

function Setup({ buyer }: { buyer: Buyer }) {
  return (
    <Card
      title="Reporting to this buyer's webhook"
      note="What the buyer needs. Its secret was shown when it was added."
    >
      <div className="flex max-w-3xl flex-col gap-5">
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Webhook address</h3>
          <CodeBlock code={buyer.webhookUrl} copyLabel="Copy webhook address" />
        </div>
        <SetupGuide webhookUrl={buyer.webhookUrl} />
      </div>
    </Card>
  );
}
