import { clsx } from 'clsx';
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type Tone = 'info' | 'warning' | 'negative';

const TONE: Record<Tone, { className: string; icon: LucideIcon }> = {
  info: { className: 'bg-info-ground text-info', icon: Info },
  warning: { className: 'bg-warning-ground text-warning', icon: TriangleAlert },
  negative: { className: 'bg-negative-ground text-negative', icon: CircleAlert },
};

interface NoticeProps {
  tone?: Tone;
  /** `alert`: it comes up while somebody works and must be heard at once. */
  role?: 'alert' | 'status';
  className?: string;
  children: ReactNode;
}

/** One sentence that must be seen, inside the page. */
export function Notice({ tone = 'info', role, className, children }: NoticeProps) {
  const { className: colour, icon: Icon } = TONE[tone];
  return (
    <div role={role} className={clsx('flex items-start gap-2 rounded-control px-3 py-2.5 text-13', colour, className)}>
      <Icon aria-hidden="true" className="mt-px size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
