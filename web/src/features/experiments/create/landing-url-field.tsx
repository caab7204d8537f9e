import { useRef } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useFieldError } from './form-fields.tsx';
import type { FormValues } from './form-values.ts';

/** The macros that are asked for most; the router knows all of TUNE's, and the server names one it does not know. */
const MACROS: readonly { name: string; meaning: string }[] = [
  { name: '{click_id}', meaning: 'the id of this click' },
  { name: '{affiliate_id}', meaning: 'the affiliate who sent it' },
  { name: '{source}', meaning: "the affiliate's source" },
  { name: '{aff_sub}', meaning: "the affiliate's first sub id" },
  { name: '{offer_id}', meaning: "TUNE's offer id" },
  { name: '{country_code}', meaning: "the visitor's country" },
  { name: '{experiment}', meaning: 'the id of this experiment' },
  { name: '{agent}', meaning: 'the id of this agent' },
];

/** A landing page's address, with chips that put a macro where the cursor is. */
export function LandingUrlField({ index }: { index: number }) {
  const path = `agents.${index}.landingUrl` as const;
  const { control } = useFormContext<FormValues>();
  const { field } = useController({ control, name: path });
  const input = useRef<HTMLInputElement | null>(null);

  const insert = (macro: string) => {
    const element = input.current;
    const from = element?.selectionStart ?? field.value.length;
    const to = element?.selectionEnd ?? from;
    field.onChange(field.value.slice(0, from) + macro + field.value.slice(to));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(from + macro.length, from + macro.length);
    });
  };

  return (
    <div>
      <Field
        label="Landing page"
        error={useFieldError(path)}
        hint="Begins with https://. What the link carries is passed on as it came, utm_content above all; it need not stand here."
      >
        <Input
          {...field}
          ref={(element) => {
            field.ref(element);
            input.current = element;
          }}
          inputMode="url"
          spellCheck={false}
          placeholder="https://www.example.com/quote?src={source}"
          className="font-mono text-13"
        />
      </Field>
      <div className="mt-2.5 flex flex-wrap items-center gap-1.5">
        <span className="text-12 text-subtle">Insert</span>
        {MACROS.map(({ name, meaning }) => (
          <button
            key={name}
            type="button"
            title={meaning}
            aria-label={`Insert ${name}, ${meaning}`}
            onClick={() => insert(name)}
            className="min-h-6 rounded-chip border bg-canvas px-1.5 font-mono text-12 text-muted hover:border-field hover:text-text pointer-coarse:min-h-10 pointer-coarse:px-2.5"
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
