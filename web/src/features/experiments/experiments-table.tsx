import type { ExperimentListItem } from '@alyson/schema';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { formatRpc } from '../../ui/format/money.ts';
import { formatChance, formatSplit } from '../../ui/format/percent.ts';
import { formatRpcRange } from '../../ui/format/range.ts';
import { GradeChip } from '../../ui/grade-chip.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { SplitSparkline } from '../../ui/split-sparkline.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Count } from '../../ui/values/count.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { Money, Rpc } from '../../ui/values/money.tsx';
import { NotAvailable } from '../../ui/values/not-available.tsx';
import { useNow } from '../../ui/values/now.ts';
import { directionIn, nextSort, type Sort, type SortColumn } from './sort.ts';
import type { Selection } from './use-selection.ts';

interface ExperimentsTableProps {
  items: readonly ExperimentListItem[];
  /** Given: rows can be picked, to do one thing with several. */
  selection?: Selection | undefined;
  /** Given with `onSort`: headers sort. */
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}

/** Experiments side by side, with their last 14 days. */
export function ExperimentsTable({ items, selection, sort, onSort }: ExperimentsTableProps) {
  const sortable = (column: SortColumn) =>
    sort && onSort ? { sort: directionIn(sort, column), onSort: () => onSort(nextSort(sort, column)) } : {};
  return (
    <Table caption="Experiments with their last 14 days">
      <thead>
        <tr>
          <Th isSticky {...sortable('name')}>
            Experiment
          </Th>
          <Th>State</Th>
          <Th>Split</Th>
          <Th isNumeric {...sortable('clicks')}>
            Clicks
          </Th>
          <Th isNumeric {...sortable('revenue')}>
            Revenue
          </Th>
          <Th isNumeric {...sortable('rpc')}>
            RPC
          </Th>
          <Th>Best agent, RPC and 95% range</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} selection={selection} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ item, selection }: { item: ExperimentListItem; selection: Selection | undefined }) {
  const { outcomes, currency, best } = item;
  return (
    <Tr>
      <Td isSticky className="max-w-44 min-w-40 sm:max-w-60 sm:min-w-52">
        {selection && (
          <input
            type="checkbox"
            checked={selection.ids.has(item.id)}
            onChange={() => selection.toggle(item.id)}
            aria-label={`Pick ${item.name}`}
            className="float-left mt-0.5 mr-3 size-4 accent-ink pointer-coarse:size-6"
          />
        )}
        <TextLink
          to="/experiments/$experimentId"
          params={{ experimentId: item.id }}
          isBare
          className="block truncate font-medium"
          title={item.name}
        >
          {item.name}
        </TextLink>
        <span className="text-12 text-subtle">
          {formatCountOf(item.agents.filter(isCurrent).length, 'agent')} · changed <Instant at={item.updatedAt} />
        </span>
      </Td>
      <Td>
        <StatePill {...item} />
        {item.nextGradingAt && (
          <span className="mt-0.5 block text-12 whitespace-nowrap text-subtle">
            grading <Instant at={item.nextGradingAt} />
          </span>
        )}
      </Td>
      <Td>
        <Split item={item} />
      </Td>
      <Td isNumeric>
        <Count value={outcomes.clicks} />
      </Td>
      <Td isNumeric>
        <Money value={{ amountMicros: outcomes.revenueMicros, currency }} />
      </Td>
      <Td isNumeric>
        <Rpc revenueMicros={outcomes.revenueMicros} clicks={outcomes.clicks} currency={currency} />
      </Td>
      <Td>{best ? <Best best={best} currency={currency} /> : <NotAvailable because="Not graded yet." />}</Td>
    </Tr>
  );
}

/** An archived agent has no part in the split any more. */
const isCurrent = ({ state }: ExperimentListItem['agents'][number]): boolean => state !== 'archived';

function Split({ item }: { item: ExperimentListItem }) {
  const now = useNow();
  const agents = item.agents.filter(isCurrent);
  const weights = formatSplit(agents.map((agent) => agent.weightBasisPoints));
  const inWords = agents.map((agent, index) => `${agent.letter} ${agent.state === 'off' ? 'off' : weights[index]}`);
  return (
    <span className="inline-flex flex-col gap-0.5">
      <SplitSparkline agents={item.agents} splits={item.splits} now={now} />
      <span className="text-12 whitespace-nowrap text-muted">
        {inWords.slice(0, 2).join(' · ')}
        {inWords.length > 2 && (
          <>
            <span aria-hidden="true"> +{inWords.length - 2}</span>
            <span className="sr-only">, {inWords.slice(2).join(', ')}</span>
          </>
        )}
      </span>
    </span>
  );
}

interface BestProps {
  best: NonNullable<ExperimentListItem['best']>;
  currency: string;
}

function Best({ best, currency }: BestProps) {
  return (
    <span className="flex items-center justify-between gap-3 whitespace-nowrap">
      <span>
        <span className="flex items-center gap-2">
          <AgentChip letter={best.letter} />
          {formatRpc(best.rpc.mean, currency)}
          <span className="text-12 text-subtle">{formatRpcRange(best.rpc, currency)}</span>
        </span>
        <span className="text-12 text-subtle">{formatChance(best.probabilityBest)} likely to be best</span>
      </span>
      <GradeChip letter={best.grade} />
    </span>
  );
}
