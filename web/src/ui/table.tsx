import { clsx } from 'clsx';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

interface TableProps {
  /** What the table lists; read aloud before it. */
  caption: string;
  children: ReactNode;
  /** Rows of 32 px rather than 44. */
  isDense?: boolean;
  className?: string;
}

// What scrolls must take focus, or no keyboard can scroll it (axe: scrollable-region-focusable).
const reachable = { tabIndex: 0 } as const;

/** A table that scrolls sideways inside its card. */
export function Table({ caption, isDense = false, children, className }: TableProps) {
  return (
    <section aria-label={caption} {...reachable} className="relative overflow-x-auto focus-visible:-outline-offset-2">
      <table
        className={clsx(
          'w-full border-separate border-spacing-0',
          isDense ? 'text-13 [&_td]:h-8 [&_td]:py-1' : 'text-14',
          className,
        )}
      >
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

type SortDirection = 'ascending' | 'descending';

interface ThProps extends Omit<ComponentProps<'th'>, 'onClick'> {
  isNumeric?: boolean;
  /** The first column, which stays while the rest scrolls. */
  isSticky?: boolean;
  /** Given: the column can be sorted; null where another one is sorted by. */
  sort?: SortDirection | null;
  onSort?: () => void;
}

const SORT_ICON = { ascending: ArrowUp, descending: ArrowDown };

/** A column's header. */
export function Th({ isNumeric, isSticky, sort, onSort, className, children, ...rest }: ThProps) {
  const SortIcon = sort ? SORT_ICON[sort] : ChevronsUpDown;
  return (
    <th
      scope="col"
      {...rest}
      aria-sort={onSort ? (sort ?? 'none') : undefined}
      className={clsx(
        'h-9 border-b bg-surface px-3 text-12 font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4',
        isNumeric ? 'text-right' : 'text-left',
        isSticky && 'sticky left-0 z-1',
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={clsx(
            '-mx-1 inline-flex min-h-6 items-center gap-1 rounded-chip px-1 hover:text-text',
            isNumeric && 'flex-row-reverse',
            sort && 'text-text',
          )}
        >
          {children}
          <SortIcon aria-hidden="true" className="size-3.5" />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

/** A row; it lights up under the pointer. */
export const Tr = ({ className, ...rest }: ComponentProps<'tr'>) => (
  <tr {...rest} className={clsx('group/row [&:last-child>*]:border-b-0', className)} />
);

interface TdProps extends ComponentProps<'td'> {
  isNumeric?: boolean;
  isSticky?: boolean;
}

export function Td({ isNumeric, isSticky, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={clsx(
        'h-11 border-b px-3 py-1.5 first:pl-4 last:pr-4 group-hover/row:bg-canvas',
        isNumeric ? 'text-right tabular-nums' : 'text-left',
        isSticky && 'sticky left-0 z-1 bg-surface',
        className,
      )}
    />
  );
}
