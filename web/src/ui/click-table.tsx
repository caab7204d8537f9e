import type { ClickSummary } from '@alyson/schema';
import { AgentChip } from './agent-chip.tsx';
import { ClickOutcome } from './click-outcome.tsx';
import { decisionText } from './decision-text.ts';
import { Table, Td, Th, Tr } from './table.tsx';
import { Instant } from './values/instant.tsx';
import { NotAvailable } from './values/not-available.tsx';

/** Clicks with where they went and what came of them. */
export function ClickTable({ caption, clicks }: { caption: string; clicks: readonly ClickSummary[] }) {
  return (
    <Table caption={caption} isDense>
      <thead>
        <tr>
          <Th isSticky>Time</Th>
          <Th>Agent</Th>
          <Th isNumeric>Release</Th>
          <Th>utm_content</Th>
          <Th>Affiliate, source</Th>
          <Th>Country</Th>
          <Th>Device</Th>
          <Th>Outcome</Th>
        </tr>
      </thead>
      <tbody>
        {clicks.map((click) => (
          <Row key={click.id} click={click} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ click }: { click: ClickSummary }) {
  const from = [click.affiliateId, click.source].filter(Boolean).join(', ');
  return (
    <Tr>
      <Td isSticky className="text-muted">
        <Instant at={click.at} />
      </Td>
      <Td>
        {click.agentLetter ? (
          <AgentChip letter={click.agentLetter} />
        ) : (
          <span className="whitespace-nowrap text-warning">Fallback: {decisionText(click.reason)}</span>
        )}
      </Td>
      <Td isNumeric>{click.releaseNumber ?? <NotAvailable />}</Td>
      <Td className="max-w-52 truncate font-mono text-12" title={click.utmContent}>
        {click.utmContent}
      </Td>
      <Td className="max-w-40 truncate">{from || <NotAvailable />}</Td>
      <Td>{click.country ?? <NotAvailable />}</Td>
      <Td className="capitalize">{click.deviceClass ?? <NotAvailable />}</Td>
      <Td>
        <ClickOutcome {...click} />
      </Td>
    </Tr>
  );
}
