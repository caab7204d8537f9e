import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';

/**
 * What a dialog or drawer holds. It mounts as it opens, takes the focus, and gives it back to what opened it. Radix does so
 * for its own trigger only, and ours are opened by what happens to be on the page.
 */
export function DialogContent(props: Radix.DialogContentProps) {
  // As it is first drawn, before a field in it takes the focus.
  const [opener] = useState(findOpener);
  const giveBack = (event: Event) => {
    event.preventDefault();
    opener?.focus();
  };
  return <Radix.Content data-dialog="" onOpenAutoFocus={focusContent} onCloseAutoFocus={giveBack} {...props} />;
}

/** An item of a menu goes with its menu: then the button of the menu. */
function findOpener(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest('[role="menu"]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
  return opener instanceof HTMLElement ? opener : null;
}

/** Focus starts on the dialog itself where no field asks for it, so that nothing is armed and its title is read first. */
function focusContent(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
