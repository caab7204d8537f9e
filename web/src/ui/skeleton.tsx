import { clsx } from 'clsx';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A grey shape where something will stand. Give it the size of what comes. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span
    aria-hidden="true"
    className={clsx('skeleton-after-200ms block rounded-chip bg-sunken', className ?? 'h-4 w-24')}
  />
);

/** A table's shape, row by row, until its rows are there. */
export function TableSkeleton({ rows = 6, columns = 5 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden="true" className="skeleton-after-200ms">
      {upTo(rows).map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 border-b px-4 last:border-b-0">
          {upTo(columns).map((column) => (
            <span
              key={column}
              className={clsx(
                'h-3.5 rounded-chip bg-sunken',
                column === 0 ? 'w-44' : 'ml-auto w-16',
                column > 2 && 'max-sm:hidden',
              )}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
