import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface CardProps {
  /** Names the card, as an h2 over its content. */
  title?: ReactNode;
  /** One line under the title. */
  note?: ReactNode;
  actions?: ReactNode;
  /** The last line, e.g. how fresh the data is. */
  footer?: ReactNode;
  /** `flush`: content reaches the card's edges, as tables do. */
  padding?: 'normal' | 'flush';
  className?: string;
  children: ReactNode;
}

/** A paper surface with a hairline around it. */
export function Card({ title, note, actions, footer, padding = 'normal', className, children }: CardProps) {
  const isFlush = padding === 'flush';
  return (
    <section className={clsx('min-w-0 rounded-card border bg-surface', isFlush && 'overflow-clip', className)}>
      {title && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3.5 pb-3">
          <div className="min-w-0 flex-1 basis-60">
            <h2 className="text-15 font-semibold">{title}</h2>
            {note && <p className="text-13 text-muted">{note}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={clsx(!isFlush && (title ? 'px-4 pb-4' : 'p-4'), isFlush && title && 'border-t')}>{children}</div>
      {footer && <footer className="border-t px-4 py-2.5 text-12 text-muted">{footer}</footer>}
    </section>
  );
}
