import type { DestinationState } from '@alyson/schema';
import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';

interface DestinationActionsProps {
  name: string;
  state: DestinationState;
  isPending: boolean;
  error: Error | null;
  onTurn: (state: 'on' | 'off') => void;
  onEdit: () => void;
  onRemove: () => void;
}

/** Change, turn on or off, and remove. */
export function DestinationActions({
  name,
  state,
  isPending,
  error,
  onTurn,
  onEdit,
  onRemove,
}: DestinationActionsProps) {
  const refusal = useRefusal('destination:admin');
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <>
      <Button icon={Pencil} refusal={refusal} onClick={onEdit}>
        Change
      </Button>
      <Button
        icon={Power}
        refusal={refusal}
        isPending={isPending}
        onClick={() => onTurn(state === 'on' ? 'off' : 'on')}
      >
        {state === 'on' ? 'Turn off' : 'Turn on'}
      </Button>
      <Button icon={Trash2} variant="quiet" refusal={refusal} onClick={() => setIsRemoving(true)}>
        Remove
      </Button>
      {isRemoving && (
        <Dialog
          isOpen
          onOpenChange={() => setIsRemoving(false)}
          title={`Remove ${name}`}
          description="Nothing more is sent to it, and what waits is not sent either."
          footer={
            <>
              <Button onClick={() => setIsRemoving(false)}>Cancel</Button>
              <Button variant="danger" isPending={isPending} onClick={onRemove}>
                Remove {name}
              </Button>
            </>
          }
        >
          {error && (
            <Notice tone="negative" role="alert">
              {wordsOf(error)}
            </Notice>
          )}
        </Dialog>
      )}
    </>
  );
}
