import type { ReactNode } from 'react';

interface WayInProps {
  title: string;
  note: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

/** How the pages look that stand before the sign-in. */
export function WayIn({ title, note, children, footer }: WayInProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-12">
      <title>{`${title} · Alyson Router`}</title>
      <div className="w-full max-w-[360px]">
        <svg aria-hidden="true" viewBox="0 0 32 32" className="mb-5 size-10">
          <rect width="32" height="32" rx="7" className="fill-ink" />
          <path
            d="M5 16h7.5M12.5 16C17 16 17 9 21.5 9H27M12.5 16C17 16 17 23 21.5 23H27"
            className="fill-none stroke-on-ink"
            strokeWidth="2.6"
            strokeLinecap="round"
          />
        </svg>
        <h1 className="text-26 font-semibold">{title}</h1>
        <p className="mt-1 mb-6 text-14 text-muted [overflow-wrap:anywhere]">{note}</p>
        <div className="rounded-card border bg-surface p-5">{children}</div>
        {footer && <p className="mt-4 text-13 text-subtle">{footer}</p>}
      </div>
    </main>
  );
}
