import type { LandingHost, LandingHosts } from '@alyson/schema';
import { useRefusal } from '../../lib/me.ts';
import { Card } from '../../ui/card.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { RemovableRow } from '../../ui/removable-row.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AllowHostForm } from './allow-host-form.tsx';
import { ProposedHosts } from './proposed-hosts.tsx';
import { useLandingHosts, useRemoveLandingHost } from './queries.ts';

/** Which hosts visitors of this workspace may be sent to. */
export function LandingHostsTab() {
  const hosts = useLandingHosts();
  return (
    <QueryView query={hosts} what="the landing hosts" skeleton={<TableSkeleton rows={3} />}>
      {(data) => <Content {...data} />}
    </QueryView>
  );
}

function Content({ items, unlisted }: LandingHosts) {
  const refusal = useRefusal('host:admin');
  return (
    <div className="flex flex-col gap-4">
      {unlisted.length > 0 && <ProposedHosts hosts={unlisted} hasList={items.length > 0} refusal={refusal} />}
      <Card
        title="Landing hosts"
        note="Landing pages, rules' pages, fallbacks and deep links may stand on these hosts and no others. *.example.com is every host below example.com."
        padding="flush"
        footer={<AllowHostForm refusal={refusal} />}
      >
        {items.length === 0 ? (
          <p className="p-4 text-14 text-muted">
            None yet: pages may stand on any public host. From the first host on, only those listed here are taken.
          </p>
        ) : (
          <ul>
            {items.map((host) => (
              <Row key={host.host} {...host} refusal={refusal} isLast={items.length === 1} />
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function Row({ host, pages, refusal, isLast }: LandingHost & { refusal: string | null; isLast: boolean }) {
  return (
    <RemovableRow
      name={host}
      detail={formatCountOf(pages, 'page')}
      refusal={refusal ?? (pages > 0 ? 'Landing pages stand on it. Give their agents other pages first.' : null)}
      remove={useRemoveLandingHost()}
      gone={isLast ? `${host} removed. Any public host is taken now.` : `${host} removed.`}
    />
  );
}
