import type { ClickSummary } from '@alyson/schema';
import { memo } from 'react';
import { AgentChip } from './agent-chip.tsx';
import { ClickOutcome } from './click-outcome.tsx';
import { decisionText } from './decision-text.ts';
import { formatClock, formatExact } from './format/instant.ts';
import { Table, Td, Th, Tr } from './table.tsx';
import { NotAvailable } from './values/not-available.tsx';
import { useZone } from './values/zone.tsx';

interface ClickTableProps {
  caption: string;
  clicks: readonly ClickSummary[];
  /** Says which experiment each belongs to, where they are of several. */
  withExperiment?: boolean;
}

/** Clicks with where they went and what came of them. */
export function ClickTable({ caption, clicks, withExperiment = false }: ClickTableProps) {
  return (
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
        </tr>
      </thead>
      <tbody>
        {clicks.map((click) => (
          <Row key={click.id} click={click} withExperiment={withExperiment} />
        ))}
      </tbody>
    </Table>
  );
}

/** A list of clicks grows at its top: rows that did not change are not drawn again. */
const Row = memo(function Row({ click, withExperiment }: { click: ClickSummary; withExperiment: boolean }) {
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
        {click.agentLetter ? (
          <AgentChip letter={click.agentLetter} />
        ) : (
          <span className="whitespace-nowrap text-warning">Fallback: {decisionText(click.reason)}</span>
        )}
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
