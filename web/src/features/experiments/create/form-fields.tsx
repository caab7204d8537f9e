import type { ComponentProps, ReactNode } from 'react';
import { type FieldPath, type FieldPathByValue, useController, useFormContext } from 'react-hook-form';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { fieldSentence } from './field-error.ts';
import type { FormValues } from './form-values.ts';

/** What is wrong with one field, as a sentence. */
export function useFieldError(path: FieldPath<FormValues>): string | undefined {
  const { formState, getFieldState } = useFormContext<FormValues>();
  const { error, isTouched } = getFieldState(path, formState);
  // Adding to a list checks all of it; a field that nobody has been in yet is not told that it is empty.
  if (!isTouched && formState.submitCount === 0) return undefined;
  // What is wrong with a list as a whole stands at its root.
  const message = error?.message ?? error?.root?.message;
  return message ? fieldSentence(path, message) : undefined;
}

interface LabelProps {
  label: ReactNode;
  hint?: ReactNode;
  isLabelHidden?: boolean;
  className?: string;
}

interface TextFieldProps extends LabelProps, Pick<ComponentProps<'input'>, 'placeholder' | 'inputMode' | 'spellCheck'> {
  path: FieldPathByValue<FormValues, string>;
  onTyped?: () => void;
  isMono?: boolean;
}

/** A text of the form. */
export function TextField({ path, label, hint, isLabelHidden, className, onTyped, isMono, ...input }: TextFieldProps) {
  const { register } = useFormContext<FormValues>();
  return (
    <Field
      label={label}
      hint={hint}
      error={useFieldError(path)}
      {...(isLabelHidden && { isLabelHidden })}
      {...(className && { className })}
    >
      <Input
        {...input}
        {...register(path, onTyped ? { onChange: onTyped } : {})}
        {...(isMono && { className: 'font-mono text-13' })}
      />
    </Field>
  );
}

interface NumberInputProps extends LabelProps {
  path: FieldPathByValue<FormValues, number | null>;
  /** How many of the form's units make one of the shown: basis points per percent, minutes per hour. */
  per?: number;
  step?: number;
  max?: number;
  decimals?: number;
  unit?: string;
  /** Of the control alone; the label and hint may be wider. */
  width?: string;
}

/** A number of the form, shown in a unit that people use. */
export function NumberInput({
  path,
  label,
  hint,
  isLabelHidden,
  className,
  per = 1,
  width = 'max-w-40',
  ...input
}: NumberInputProps) {
  const { field } = useController<FormValues, typeof path>({ name: path });
  return (
    <Field
      label={label}
      hint={hint}
      error={useFieldError(path)}
      {...(isLabelHidden && { isLabelHidden })}
      {...(className && { className })}
    >
      <NumberField
        {...input}
        className={width}
        ref={field.ref}
        name={field.name}
        min={0}
        value={field.value === null ? null : field.value / per}
        onChange={(value) => field.onChange(value === null ? null : Math.round(value * per))}
        onBlur={field.onBlur}
      />
    </Field>
  );
}
