import { useBlocker } from '@tanstack/react-router';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

/** Asks once before unsaved input is left. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({
    // Going from step to step stays on the page.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: false,
    withResolver: true,
  });
  const isBlocked = blocker.status === 'blocked';
  return (
    <Dialog
      isOpen={isBlocked}
      onOpenChange={(isOpen) => !isOpen && blocker.reset?.()}
      title="Leave without saving?"
      description="The experiment is not saved yet. What you typed stays in this tab until you close it."
      footer={
        <>
          <Button onClick={() => blocker.proceed?.()}>Leave the page</Button>
          <Button variant="primary" autoFocus onClick={() => blocker.reset?.()}>
            Keep editing
          </Button>
        </>
      }
    />
  );
}
