import { useId, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

interface RenameDialogProps {
  /** What has the name, such as `buyer`. */
  what: string;
  name: string;
  maxLength: number;
  /** Why the name was not taken, as a sentence. */
  error: string | undefined;
  isPending: boolean;
  onSave: (name: string) => void;
  onClose: () => void;
}

/** Asks for another name. Render it while it is open. */
export function RenameDialog({ what, name, maxLength, error, isPending, onSave, onClose }: RenameDialogProps) {
  const form = useId();
  const [typed, setTyped] = useState(name);
  const [isChecked, setIsChecked] = useState(false);
  const isMissing = typed.trim() === '';
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Rename the ${what}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} isPending={isPending}>
            Rename the {what}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIsChecked(true);
          if (!isMissing) onSave(typed.trim());
        }}
      >
        <Field label="Name" error={isChecked && isMissing ? 'Name is missing.' : error}>
          <Input value={typed} maxLength={maxLength} autoFocus onChange={(event) => setTyped(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
