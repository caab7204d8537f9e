import type { ReactNode } from 'react';

/** One thing that can be done with the experiment: what it does, and the button. */
export const LifecycleStep = ({ what, effect, children }: { what: string; effect: string; children: ReactNode }) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b px-4 py-3 last:border-b-0">
    <div className="min-w-0 flex-1 basis-64">
      <p className="text-14 font-medium">{what}</p>
      <p className="text-13 text-muted">{effect}</p>
    </div>
    {children}
  </li>
);
