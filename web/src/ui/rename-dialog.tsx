import { useState } from 'react';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
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
  const [typed, setTyped] = useState(name);
  const [isChecked, setIsChecked] = useState(false);
  const isMissing = typed.trim() === '';
  const save = () => {
    setIsChecked(true);
    if (!isMissing) onSave(typed.trim());
  };
  return (
    <FormDialog
      title={`Rename the ${what}`}
      verb={`Rename the ${what}`}
      isPending={isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <Field label="Name" error={isChecked && isMissing ? 'Name is missing.' : error}>
        <Input value={typed} maxLength={maxLength} autoFocus onChange={(event) => setTyped(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
