import type { TuneLink } from '@alyson/schema';
import { clsx } from 'clsx';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { linkAddressOf } from '../../lib/link-address.ts';
import { useMe } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { MoveLinkDrawer } from './move-link-drawer.tsx';
import { useTuneLinks } from './queries.ts';
import { LINK_STATES, MODES, sourceText } from './words.ts';

/** Imported links: who decides on each, whether that is what arrives, and how to move it over and back. */
export function CutOverTab() {
  const links = useTuneLinks();
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Card
      title="Imported links"
      note="Move one, watch its clicks arrive, then the next. Going back is one step."
      padding="flush"
    >
      <QueryView query={links} what="the imported links" skeleton={<TableSkeleton />}>
        {(items) => {
          const open = items.find(({ linkId }) => linkId === openId);
          return items.length === 0 ? (
            <EmptyState
              icon={ArrowLeftRight}
              title="No imported links yet"
              action={<TextLink to="/tune">Import from TUNE</TextLink>}
            >
              They come with the drafts that an import makes.
            </EmptyState>
          ) : (
            <>
              <LinksTable links={items} onOpen={setOpenId} />
              <LoadMore {...links} />
              {open && <MoveLinkDrawer link={open} onClose={() => setOpenId(null)} />}
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}

function LinksTable({ links, onOpen }: { links: readonly TuneLink[]; onOpen: (linkId: string) => void }) {
  const { routerUrl } = useMe();
  return (
    <Table caption="Imported links">
      <thead>
        <tr>
          <Th isSticky>Link</Th>
          <Th>From</Th>
          <Th>Who decides</Th>
          <Th>Arriving</Th>
          <Th>Experiment</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => {
          const address = linkAddressOf(link, routerUrl);
          return (
            <Tr key={link.linkId}>
              <Td isSticky className="max-w-44 font-mono text-13 sm:max-w-72">
                <button
                  type="button"
                  className="rounded-sm text-left underline underline-offset-3 [overflow-wrap:anywhere] hover:text-muted"
                  onClick={() => onOpen(link.linkId)}
                >
                  {address}
                </button>
              </Td>
              <Td className="whitespace-nowrap">{sourceText(link.source)}</Td>
              <Td className="whitespace-nowrap">
                {LINK_STATES[link.state]}
                <span className="block text-12 text-subtle">{MODES[link.mode].label}</span>
              </Td>
              <Td className={clsx('min-w-56 text-13', link.check.isFine ? 'text-muted' : 'text-warning')}>
                {link.check.text}
              </Td>
              <Td className="max-w-52 truncate">
                <TextLink to="/experiments/$experimentId" params={{ experimentId: link.experimentId }}>
                  {link.experimentName}
                </TextLink>
                <span className="block text-12 text-subtle capitalize">{link.experimentState}</span>
              </Td>
              <Td className="text-right">
                <Button size="sm" onClick={() => onOpen(link.linkId)}>
                  Move<span className="sr-only"> {address}</span>
                </Button>
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
