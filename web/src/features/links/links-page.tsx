import type { LinkListItem } from '@alyson/schema';
import { getRouteApi } from '@tanstack/react-router';
import { Link2, SearchX } from 'lucide-react';
import { linkAddressOf } from '../../lib/link-address.ts';
import { KINDS, UNITS } from '../../lib/link-words.ts';
import { useMe } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton, TextLink } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { HostsCard } from './hosts-card.tsx';
import { useLinks } from './queries.ts';

const route = getRouteApi('/signed-in/links');

/** Every address that affiliates have, with where it leads. */
export function LinksPage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const links = useLinks(q);
  const search = (text: string) => void navigate({ search: { q: text || undefined }, replace: true });
  return (
    <>
      <PageHeader title="Links" facts="Addresses that lead to experiments. A link is added on its experiment." />
      <div className="mb-4 flex justify-end">
        <SearchField label="Search links" value={q} onChange={search} />
      </div>
      <div className="flex flex-col gap-4">
        <Card padding="flush">
          <QueryView query={links} what="the links" skeleton={<TableSkeleton />}>
            {(items) =>
              items.length > 0 ? (
                <>
                  <LinksTable links={items} />
                  <LoadMore {...links} />
                </>
              ) : (
                <NoLinks isFiltered={q !== ''} onClear={() => search('')} />
              )
            }
          </QueryView>
        </Card>
        <HostsCard />
      </div>
    </>
  );
}

function LinksTable({ links }: { links: readonly LinkListItem[] }) {
  const { routerUrl } = useMe();
  return (
    <Table caption="Links">
      <thead>
        <tr>
          <Th isSticky>Link</Th>
          <Th>Leads to</Th>
          <Th>State</Th>
          <Th>Kind</Th>
          <Th>Split by</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => {
          const address = linkAddressOf(link, routerUrl);
          return (
            <Tr key={link.id}>
              <Td isSticky className="max-w-52 truncate font-mono text-13 sm:max-w-96" title={address}>
                {address}
              </Td>
              <Td className="max-w-52 truncate">
                <TextLink to="/experiments/$experimentId/links" params={{ experimentId: link.experimentId }}>
                  {link.experimentName}
                </TextLink>
              </Td>
              <Td className="capitalize">{link.experimentState}</Td>
              <Td className="whitespace-nowrap">
                {KINDS[link.kind].label}
                {link.beforeTune && <span className="text-muted">, then TUNE</span>}
              </Td>
              <Td className="whitespace-nowrap">{UNITS[link.unit].label}</Td>
              <Td className="text-right">
                <CopyButton text={address} label={`Copy ${address}`} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function NoLinks({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState icon={SearchX} title="No links match" action={<Button onClick={onClear}>Clear search</Button>}>
        No address and no experiment has this in it.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={Link2}
      title="No links yet"
      action={
        <LinkButton to="/experiments/new" variant="primary">
          New experiment
        </LinkButton>
      }
    >
      The first is made with the first experiment.
    </EmptyState>
  );
}
