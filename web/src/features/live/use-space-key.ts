import { useEffect } from 'react';

const OWN_MEANING = 'input, select, textarea, button, a, [role="slider"], [role="dialog"], [contenteditable]';

/** Calls back on the space bar, unless what has the focus has a use for it. */
export function useSpaceKey(onPress: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(OWN_MEANING)) return;
      event.preventDefault();
      onPress();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onPress]);
}
