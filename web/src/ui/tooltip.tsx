import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** Around everything: tooltips share their delay, so that the second one comes at once. */
export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={400} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);

interface TooltipProps {
  /** One or two sentences; never the only place of a needed fact. */
  text: ReactNode;
  /** The trigger tells a screen reader the same already; the tooltip must not say it again. */
  isSpoken?: boolean;
  /** One element that takes a ref and props; it opens on hover and, where it takes focus, on focus. */
  children: ReactElement;
}

export function Tooltip({ text, isSpoken = false, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-fade-in rounded-control bg-ink px-2.5 py-1.5 text-12 text-on-ink shadow-float"
        >
          {isSpoken ? <span aria-hidden="true">{text}</span> : text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
