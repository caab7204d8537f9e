import { createLink } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Tabs as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useEffect, useImperativeHandle, useRef } from 'react';

const tabClass =
  'touch-target relative -mb-px inline-flex h-10 items-center gap-1.5 border-b-2 border-transparent px-0.5 text-14 font-medium whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2';
const listClass = 'flex gap-5 overflow-x-auto overflow-y-hidden border-b';

/** A row of tabs that are pages of their own: links, so that each has an address. */
export const TabLinks = ({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) => (
  <nav aria-label={label} className={clsx(listClass, className)}>
    {children}
  </nav>
);

function TabAnchor({ className, ref, ...rest }: ComponentProps<'a'>) {
  const anchor = useRef<HTMLAnchorElement | null>(null);
  useImperativeHandle<HTMLAnchorElement | null, HTMLAnchorElement | null>(ref, () => anchor.current);
  const isCurrent = rest['aria-current'] === 'page';
  // On a narrow screen the row scrolls, and the tab that is open may lie beyond its edge.
  useEffect(() => {
    if (isCurrent && anchor.current) bringIntoRow(anchor.current);
  }, [isCurrent]);
  return (
    <a
      {...rest}
      ref={anchor}
      className={clsx(tabClass, 'aria-[current=page]:border-ink aria-[current=page]:text-text', className)}
    />
  );
}

/** Sideways only: the page itself stays where it is. */
function bringIntoRow(tab: HTMLElement): void {
  const row = tab.parentElement;
  if (!row) return;
  const [shown, whole] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (shown.right > whole.right) row.scrollLeft += shown.right - whole.right;
  else if (shown.left < whole.left) row.scrollLeft -= whole.left - shown.left;
}

/** One tab of TabLinks. Takes what the router's Link takes; the one that is open is found by its address. */
export const TabLink = createLink(TabAnchor);

interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly { value: T; label: ReactNode; content: ReactNode }[];
}

/** Tabs inside a card: views of the same data. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.List aria-label={label} className={listClass}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={clsx(tabClass, 'data-[state=active]:border-ink data-[state=active]:text-text')}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
