import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { DialogContent } from './dialog-content.tsx';

interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** One or two sentences: what will happen. */
  description?: ReactNode;
  /** Cancel first, then the button that repeats verb and object. */
  footer?: ReactNode;
  size?: 'md' | 'lg';
  /** `false`: only its own buttons close it, for what must be answered or what is shown once. */
  isDismissible?: boolean;
  children?: ReactNode;
}

/**
 * A dialog over the page. It traps focus, closes on Escape, and returns focus to what opened it. Radix's own overlay is
 * left out because it injects a style element; the backdrop and the scroll lock are in styles.css and here.
 */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  footer,
  size = 'md',
  isDismissible = true,
  children,
}: DialogProps) {
  const keepOpen = (event: Event) => !isDismissible && event.preventDefault();
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div aria-hidden="true" className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <DialogContent
          {...(!description && { 'aria-describedby': undefined })}
          onEscapeKeyDown={keepOpen}
          onPointerDownOutside={keepOpen}
          onInteractOutside={keepOpen}
          className={clsx(
            'fixed inset-x-0 bottom-0 z-40 outline-none mx-auto flex max-h-[92dvh] w-full animate-float-in flex-col rounded-t-card border bg-surface shadow-float',
            'sm:inset-y-0 sm:my-auto sm:h-fit sm:max-h-[86dvh] sm:w-[calc(100%-32px)] sm:rounded-card',
            size === 'md' ? 'sm:max-w-[480px]' : 'sm:max-w-[720px]',
          )}
        >
          <header className={clsx('px-5 pt-4 pb-3', isDismissible && 'pr-14')}>
            <Radix.Title className="text-18 font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-14 text-muted">{description}</Radix.Description>}
          </header>
          {children && <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3.5">{footer}</footer>}
          {/* Last, so that a keyboard comes to what the dialog is for first. */}
          {isDismissible && (
            <Radix.Close asChild>
              <IconButton label="Close" icon={X} className="absolute top-3 right-3" />
            </Radix.Close>
          )}
        </DialogContent>
      </Radix.Portal>
    </Radix.Root>
  );
}
