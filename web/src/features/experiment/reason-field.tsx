import { useRef, useState } from 'react';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';

/** The API's own limit. */
const MOST_CHARACTERS = 500;

/** A reason that must be given. It is checked when the form is sent, and from then on while it is typed. */
export function useReason() {
  const [text, setText] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const ref = useRef<HTMLTextAreaElement>(null);
  const error = text.trim() === '' ? 'Say why, for whoever reads it later.' : undefined;

  /** @returns the reason, or null after pointing out that it is missing */
  const take = (): string | null => {
    setIsChecked(true);
    if (!error) return text.trim();
    ref.current?.focus();
    return null;
  };
  return { text, setText, error: isChecked ? error : undefined, ref, take };
}

interface ReasonFieldProps {
  reason: ReturnType<typeof useReason>;
  /** What a good reason says. */
  hint?: string;
  /** It is what the dialog is for, so typing can begin at once. */
  isFirst?: boolean;
}

export function ReasonField({ reason, hint, isFirst = false }: ReasonFieldProps) {
  return (
    <Field label="Reason" error={reason.error} hint={hint}>
      <Textarea
        ref={reason.ref}
        autoFocus={isFirst}
        value={reason.text}
        maxLength={MOST_CHARACTERS}
        onChange={(event) => reason.setText(event.target.value)}
      />
    </Field>
  );
}
