import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { BottomBar } from './bottom-bar.tsx';

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
        <nav aria-label="Breadcrumb" className="mb-1.5 flex text-13 text-muted">
          <Link to={parent.to} className="flex items-center gap-1 rounded-sm hover:text-text hover:underline">
            <ChevronLeft aria-hidden="true" className="size-3.5" />
            {parent.label}
          </Link>
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
        {actions && <BottomBar>{actions}</BottomBar>}
      </div>
    </header>
  );
}
