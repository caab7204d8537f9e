import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { IconButton } from '../ui/button.tsx';
import { DialogContent } from '../ui/dialog-content.tsx';
import { Rail } from './rail.tsx';

interface RailDrawerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** The rail below 1024 px: behind a button, over the page. */
export function RailDrawer({ isOpen, onOpenChange }: RailDrawerProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <div aria-hidden="true" className="fixed inset-0 z-30 animate-fade-in bg-scrim lg:hidden" />
        <DialogContent
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-30 w-[264px] animate-fade-in overflow-y-auto border-r bg-canvas shadow-float outline-none lg:hidden"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Rail onNavigate={() => onOpenChange(false)} />
          <Dialog.Close asChild>
            <IconButton label="Close menu" icon={X} className="absolute top-3.5 right-2" />
          </Dialog.Close>
        </DialogContent>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
