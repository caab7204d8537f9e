import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { DialogContent } from './dialog-content.tsx';

interface DrawerProps {
  onClose: () => void;
  title: ReactNode;
  /** One line under the title. */
  description?: ReactNode;
  /** Beside the way to close it, e.g. steps to the next and the one before. */
  tools?: ReactNode;
  children: ReactNode;
}

/**
 * One thing of a list, read beside it: from the right, over the whole width of a phone. Its address is the list's with
 * `open=`. Render it while it is open.
 */
export function Drawer({ onClose, title, description, tools, children }: DrawerProps) {
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <div aria-hidden="true" className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <DialogContent
          {...(!description && { 'aria-describedby': undefined })}
          className="fixed inset-y-0 right-0 z-40 flex w-full max-w-[640px] animate-float-in flex-col border-l bg-surface shadow-float outline-none"
        >
          <header className="flex items-start justify-between gap-4 border-b px-5 py-4">
            <div className="min-w-0">
              <Radix.Title className="text-18 font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-13 text-muted">{description}</Radix.Description>
              )}
            </div>
            <div className="-mt-1 -mr-2 flex shrink-0">
              {tools}
              <Radix.Close asChild>
                <IconButton label="Close" icon={X} />
              </Radix.Close>
            </div>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">{children}</div>
        </DialogContent>
      </Radix.Portal>
    </Radix.Root>
  );
}
