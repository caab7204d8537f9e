import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createStore, useStore } from '../lib/store.ts';
import { Button, IconButton } from './button.tsx';

interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'failed';
  undo?: () => void;
}

const SHOWN_MS = 10_000;
const AT_MOST = 3;
const toasts = createStore<readonly Toast[]>([]);
let lastId = 0;

const dismiss = (id: number) => toasts.set(toasts.get().filter((toast) => toast.id !== id));

/**
 * Says what was done or what failed, for ten seconds that stand still under the pointer and while it holds focus. Never
 * the only copy of an action: what can be undone here can be undone elsewhere too.
 */
export function showToast(text: string, options: { tone?: Toast['tone']; undo?: () => void } = {}): void {
  lastId += 1;
  const { tone = 'done', undo } = options;
  const toast: Toast = { id: lastId, text, tone, ...(undo && { undo }) };
  toasts.set([...toasts.get(), toast].slice(-AT_MOST));
}

/** Where toasts appear; once, in the layout. */
export function Toasts() {
  const shown = useStore(toasts);
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      className={clsx(
        'pointer-events-none fixed inset-x-4 bottom-20 z-50 flex flex-col items-center gap-2 sm:inset-x-auto sm:right-6 sm:bottom-6 sm:items-end',
        // A dialog's buttons are at the bottom, and its way out is at the right: there a notice would lie on them.
        'in-[:has([data-dialog])]:inset-x-4! in-[:has([data-dialog])]:top-2! in-[:has([data-dialog])]:bottom-auto! in-[:has([data-dialog])]:items-center!',
      )}
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismiss(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, toast.id]);
  const hold = () => setIsHeld(true);
  const letGo = () => setIsHeld(false);
  const Icon = toast.tone === 'done' ? CircleCheck : CircleAlert;
  return (
    <fieldset
      aria-label="Notice"
      onPointerEnter={hold}
      onPointerLeave={letGo}
      onFocus={hold}
      onBlur={letGo}
      className="pointer-events-auto flex w-full min-w-0 max-w-md animate-float-in items-center gap-2.5 rounded-card border bg-surface py-1.5 pr-1.5 pl-3.5 shadow-float"
    >
      <Icon
        aria-hidden="true"
        className={`size-4 shrink-0 ${toast.tone === 'done' ? 'text-positive' : 'text-negative'}`}
      />
      <p className="min-w-0 flex-1 py-1 text-14">{toast.text}</p>
      {toast.undo && (
        <Button
          size="sm"
          variant="quiet"
          className="text-text"
          onClick={() => {
            toast.undo?.();
            dismiss(toast.id);
          }}
        >
          Undo
        </Button>
      )}
      <IconButton label="Dismiss" icon={X} className="size-7" onClick={() => dismiss(toast.id)} />
    </fieldset>
  );
}
