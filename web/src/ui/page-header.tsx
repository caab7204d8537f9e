import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  /** The h1 and, with `section`, the window's title. */
  title: string;
  /** The page above, where this one is below the second level. */
  parent?: { label: string; to: string };
  /** Beside the title: a state pill. */
  pill?: ReactNode;
  /** One line under the title. */
  facts?: ReactNode;
  /** At most three buttons, one of them primary. On a phone they stand in a bar at the bottom. */
  actions?: ReactNode;
}

/** The head of a page. */
export function PageHeader({ title, parent, pill, facts, actions }: PageHeaderProps) {
  return (
    <header className="mb-6">
      <title>{`${title}${parent ? ` · ${parent.label}` : ''} · Alyson Router`}</title>
      {parent && (
        <nav aria-label="Breadcrumb" className="mb-1.5 flex items-center gap-1 text-13 text-muted">
          <Link to={parent.to} className="rounded-sm hover:text-text hover:underline">
            {parent.label}
          </Link>
          <ChevronRight aria-hidden="true" className="size-3.5" />
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="text-26 font-semibold [overflow-wrap:anywhere]">{title}</h1>
            {pill}
          </div>
          {facts && <p className="mt-1 text-14 text-muted">{facts}</p>}
        </div>
        {actions && (
          <div
            data-bottom-bar=""
            className="flex items-center gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-20 max-sm:border-t max-sm:bg-surface max-sm:px-4 max-sm:pt-2.5 max-sm:pb-[max(0.625rem,env(safe-area-inset-bottom))] max-sm:*:flex-1"
          >
            {actions}
          </div>
        )}
      </div>
    </header>
  );
}
