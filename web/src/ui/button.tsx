import { clsx } from 'clsx';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import { type ComponentProps, type MouseEvent, useId } from 'react';
import { Tooltip } from './tooltip.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'md' | 'sm';

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'border-ink bg-ink text-on-ink hover:opacity-90',
  secondary: 'border-field bg-surface text-text hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-sunken hover:text-text',
  danger: 'border-negative bg-surface text-negative hover:bg-negative-ground',
};
const SIZE: Record<ButtonSize, string> = { md: 'h-9 px-3.5 text-14', sm: 'h-7 px-2.5 text-13' };

/** How every button looks, for links that are shown as buttons too. */
export const buttonClass = (variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string =>
  clsx(
    'touch-target inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap transition-[background-color,opacity,color] duration-120 active:translate-y-px',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-50 aria-disabled:active:translate-y-0',
    VARIANT[variant],
    SIZE[size],
  );

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  /** At work: shows it, and takes no second press. */
  isPending?: boolean;
  /** Why this cannot be done now, e.g. by this role. The button stays where it is, reachable, and says so. */
  refusal?: string | null | undefined;
}

export function Button({
  variant,
  size,
  icon: Icon,
  isPending = false,
  refusal,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const isInert = isPending || Boolean(refusal);
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // aria-disabled keeps the button in reach of the keyboard; only its effect is taken away.
    if (isInert) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={isInert || undefined}
      aria-busy={isPending || undefined}
      aria-describedby={refusal ? reasonId : rest['aria-describedby']}
      className={clsx(buttonClass(variant, size), className)}
      onClick={press}
    >
      {isPending ? (
        <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
      ) : (
        Icon && <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      )}
      {children}
      {refusal && (
        <span id={reasonId} hidden>
          {refusal}
        </span>
      )}
    </button>
  );
  return refusal ? (
    <Tooltip text={refusal} isSpoken>
      {button}
    </Tooltip>
  ) : (
    button
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'children'> {
  /** What it does; read aloud and shown on hover. */
  label: string;
  icon: LucideIcon;
}

/** A square button with an icon alone. */
export function IconButton({ label, icon: Icon, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} isSpoken>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(
          'inline-flex size-9 shrink-0 items-center justify-center rounded-control text-muted hover:bg-sunken hover:text-text pointer-coarse:size-10',
          className,
        )}
      >
        <Icon aria-hidden="true" className="size-[18px]" strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}
