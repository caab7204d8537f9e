import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** One sentence on why nothing is here. */
  children?: ReactNode;
  /** One action. */
  action?: ReactNode;
}

/** Stands where a list would, and says why there is none and what to do. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <span className="mb-3 flex size-10 items-center justify-center rounded-card border bg-canvas text-muted">
        <Icon aria-hidden="true" className="size-5" strokeWidth={1.5} />
      </span>
      <p className="text-15 font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-md text-14 text-pretty text-muted">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

/** "312 of 500 clicks needed to grade.": what is missing, as a number and a bar. */
export function TooFew({ have, need, what }: { have: number; need: number; what: ReactNode }) {
  return (
    <div className="max-w-sm">
      <p className="text-14 text-muted">{what}</p>
      <span aria-hidden="true" className="mt-2 block h-1.5 overflow-hidden rounded-chip bg-sunken">
        <span
          className="block h-full bg-field"
          style={{ width: `${Math.min(100, (have / Math.max(1, need)) * 100)}%` }}
        />
      </span>
    </div>
  );
}
