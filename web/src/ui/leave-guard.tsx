import { useBlocker } from '@tanstack/react-router';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface LeaveGuardProps {
  hasChanges: boolean;
  /** What would be lost: "Your numbers are not published." */
  loss: string;
}

/** Asks once before a page with unsaved changes is left, by a link or by closing the window. */
export function LeaveGuard({ hasChanges, loss }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => hasChanges && current.pathname !== next.pathname,
    enableBeforeUnload: () => hasChanges,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      isOpen
      onOpenChange={blocker.reset}
      title="Leave this page?"
      description={loss}
      footer={
        <>
          <Button onClick={blocker.reset}>Stay</Button>
          <Button variant="danger" onClick={blocker.proceed}>
            Leave
          </Button>
        </>
      }
    />
  );
}
