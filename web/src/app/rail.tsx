import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Activity,
  ArrowLeftRight,
  CheckCheck,
  CircleDollarSign,
  FlaskConical,
  House,
  Link2,
  type LucideIcon,
  Radio,
  Send,
  Settings,
  Unlink,
  Users,
  Webhook,
} from 'lucide-react';
import { useOrphanCount } from '../lib/buyers.ts';
import { useOpenProposedChanges } from '../lib/proposed-changes.ts';
import { formatCount } from '../ui/format/count.ts';
import { Brand } from './brand.tsx';

interface Entry {
  label: string;
  to: NonNullable<LinkProps['to']>;
  icon: LucideIcon;
  isExact?: boolean;
  count?: number | undefined;
}

/** The left rail: where one can go, in three groups. Counts are live. */
export function Rail({ onNavigate }: { onNavigate?: () => void }) {
  const orphans = useOrphanCount();
  const waiting = useOpenProposedChanges().data?.items.length;
  return (
    <nav aria-label="Main" className="flex h-full flex-col gap-6 px-3 pt-4 pb-6">
      <Brand />
      <Group
        onNavigate={onNavigate}
        entries={[
          { label: 'Overview', to: '/', icon: House, isExact: true },
          { label: 'Experiments', to: '/experiments', icon: FlaskConical },
          { label: 'Live traffic', to: '/live', icon: Radio },
          { label: 'Links', to: '/links', icon: Link2 },
        ]}
      />
      <Group
        title="Money"
        onNavigate={onNavigate}
        entries={[
          { label: 'Leads & revenue', to: '/leads', icon: CircleDollarSign },
          { label: 'Orphans', to: '/orphans', icon: Unlink, count: orphans },
          { label: 'Buyers', to: '/buyers', icon: Users },
          { label: 'Postbacks', to: '/postbacks', icon: Send },
        ]}
      />
      <Group
        title="Operations"
        onNavigate={onNavigate}
        entries={[
          { label: 'Approvals', to: '/approvals', icon: CheckCheck, count: waiting },
          { label: 'Moving from TUNE', to: '/tune', icon: ArrowLeftRight },
          { label: 'Webhooks', to: '/subscriptions', icon: Webhook },
          { label: 'Activity', to: '/activity', icon: Activity },
          { label: 'Settings', to: '/settings', icon: Settings },
        ]}
      />
    </nav>
  );
}

function Group({
  title,
  entries,
  onNavigate,
}: {
  title?: string;
  entries: readonly Entry[];
  onNavigate: (() => void) | undefined;
}) {
  return (
    <div>
      {title && <p className="mb-1 px-2.5 text-12 font-medium text-subtle">{title}</p>}
      <ul className="flex flex-col gap-0.5">
        {entries.map(({ label, to, icon: Icon, isExact, count }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: isExact ?? false, includeSearch: false }}
              {...(onNavigate && { onClick: onNavigate })}
              className="touch-target flex h-8 items-center gap-2.5 rounded-control px-2.5 text-14 text-muted hover:bg-sunken hover:text-text aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-text"
            >
              <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
              <span className="flex-1">{label}</span>
              {count !== undefined && count > 0 && (
                <span className="text-12 text-subtle">
                  {formatCount(count)}
                  <span className="sr-only"> waiting</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
