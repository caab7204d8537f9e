import { type ClickSummary, isGraded } from '@alyson/schema';
import { clsx } from 'clsx';
import { memo, useState } from 'react';
import { AgentChip } from './agent-chip.tsx';
import { Button } from './button.tsx';
import { ClickOutcome } from './click-outcome.tsx';
import { decisionText } from './decision-text.ts';
import { formatClock, formatExact } from './format/instant.ts';
import { Table, Td, Th, Tr } from './table.tsx';
import { NotAvailable } from './values/not-available.tsx';
import { useZone } from './values/zone.tsx';
import { WhyClickDrawer } from './why-click-drawer.tsx';

interface ClickTableProps {
  caption: string;
  clicks: readonly ClickSummary[];
  /** Says which experiment each belongs to, where they are of several. */
  withExperiment?: boolean;
}

/** Clicks with where they went and what came of them. */
export function ClickTable({ caption, clicks, withExperiment = false }: ClickTableProps) {
  const [explained, setExplained] = useState<ClickSummary | null>(null);
  return (
    <>
      <Table caption={caption} isDense>
        <thead>
          <tr>
            <Th isSticky>Time</Th>
            <Th>Agent</Th>
            <Th>Outcome</Th>
            {withExperiment && <Th>Experiment</Th>}
            <Th>Country</Th>
            <Th>Device</Th>
            <Th>Affiliate, source</Th>
            <Th>utm_content</Th>
            <Th isNumeric>Release</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {clicks.map((click) => (
            <Row key={click.id} click={click} withExperiment={withExperiment} onExplain={setExplained} />
          ))}
        </tbody>
      </Table>
      {explained && <WhyClickDrawer click={explained} onClose={() => setExplained(null)} />}
    </>
  );
}

interface RowProps {
  click: ClickSummary;
  withExperiment: boolean;
  onExplain: (click: ClickSummary) => void;
}

/** A list of clicks grows at its top: rows that did not change are not drawn again. */
const Row = memo(function Row({ click, withExperiment, onExplain }: RowProps) {
  const zone = useZone();
  const at = Date.parse(click.at);
  const from = [click.affiliateId, click.source].filter(Boolean).join(', ');
  return (
    <Tr>
      <Td isSticky className="whitespace-nowrap text-muted tabular-nums">
        <time dateTime={click.at} title={formatExact(at, zone)}>
          {formatClock(at, zone)}
        </time>
      </Td>
      <Td>
        <span className="flex items-center justify-between gap-2">
          <Goal {...click} />
          <Button size="sm" variant="quiet" onClick={() => onExplain(click)}>
            Why?
            <span className="sr-only"> Why did the click of {formatClock(at, zone)} go there?</span>
          </Button>
        </span>
      </Td>
      <Td>
        <ClickOutcome {...click} />
      </Td>
      {withExperiment && (
        <Td className="max-w-44 truncate" title={click.experimentName ?? undefined}>
          {click.experimentName ?? <NotAvailable />}
        </Td>
      )}
      <Td>{click.country ?? <NotAvailable />}</Td>
      <Td className="capitalize">{click.deviceClass ?? <NotAvailable />}</Td>
      <Td className="max-w-40 truncate">{from || <NotAvailable />}</Td>
      <Td className="max-w-52 truncate font-mono text-12" title={click.utmContent}>
        {click.utmContent}
      </Td>
      <Td isNumeric>{click.releaseNumber ?? <NotAvailable />}</Td>
    </Tr>
  );
});

/** Where a click went; that it was sent there by more than the split is said. */
function Goal({ agentLetter, reason }: Pick<ClickSummary, 'agentLetter' | 'reason'>) {
  if (agentLetter === null) {
    const isPage = reason === 'deep_link' || reason === 'rule_url' || reason === 'handed_back';
    return (
      <span className={clsx('whitespace-nowrap', isPage ? 'text-muted' : 'text-warning')}>
        {isPage ? 'Page' : 'Fallback'}: {decisionText(reason)}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <AgentChip letter={agentLetter} />
      {!isGraded(reason) && <span className="text-12 text-subtle">{decisionText(reason)}</span>}
    </span>
  );
}
