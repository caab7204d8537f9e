import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A page's main buttons: in their place on a desk, in a bar at the bottom of a phone. The layout leaves room for it. */
export function BottomBar({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      data-bottom-bar=""
      className={clsx(
        'flex items-center gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-20 max-sm:border-t max-sm:bg-surface max-sm:px-4 max-sm:pt-2.5 max-sm:pb-[max(0.625rem,env(safe-area-inset-bottom))] max-sm:*:flex-1 max-sm:flex-wrap max-sm:*:px-2',
        className,
      )}
    >
      {children}
    </div>
  );
}
