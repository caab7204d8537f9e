import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonSize } from './button.tsx';

interface CopyButtonProps {
  text: string;
  /** What is copied: "Copy webhook address". */
  label: string;
  size?: ButtonSize;
  /** Shown instead of the whole label where that is said by what stands beside. */
  children?: string;
}

const SAID_MS = 2_000;

/** Copies a text, and says so in its place and to a screen reader. */
export function CopyButton({ text, label, size = 'sm', children = 'Copy' }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  const said = { idle: '', copied: 'Copied', failed: 'Could not copy' }[state];
  return (
    <>
      <Button size={size} icon={state === 'copied' ? Check : Copy} aria-label={label} onClick={() => void copy()}>
        {said || children}
      </Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
