import { createLink } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button.tsx';

interface AnchorProps extends ComponentProps<'a'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
}

function ButtonAnchor({ variant, size, icon: Icon, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={clsx(buttonClass(variant, size), className)}>
      {Icon && <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />}
      {children}
    </a>
  );
}

/** A link to another page that looks like a button. Takes what the router's Link takes. */
export const LinkButton = createLink(ButtonAnchor);

interface PlainAnchorProps extends ComponentProps<'a'> {
  /** Underlined under the pointer only, where its place says that it is a link: a table's first column. */
  isBare?: boolean;
}

function PlainAnchor({ isBare, className, ...rest }: PlainAnchorProps) {
  return (
    <a
      {...rest}
      className={clsx(
        'rounded-sm underline-offset-3',
        isBare ? 'hover:underline' : 'underline decoration-field decoration-1 hover:decoration-2',
        className,
      )}
    />
  );
}

/** A link inside text or a table cell. Takes what the router's Link takes. */
export const TextLink = createLink(PlainAnchor);
