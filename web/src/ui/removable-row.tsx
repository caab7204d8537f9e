import { Button } from './button.tsx';
import { showToast } from './toast.tsx';

interface RemovableRowProps {
  name: string;
  /** What hangs on it, such as `3 links`. */
  detail: string;
  /** Why it cannot be removed; null when it can. */
  refusal: string | null;
  remove: {
    isPending: boolean;
    mutate: (name: string, outcome: { onSuccess: () => void; onError: (error: Error) => void }) => void;
  };
  /** What to say once it is gone. */
  gone: string;
}

/** A row of a list of names, such as hosts, with the button that removes it. */
export function RemovableRow({ name, detail, refusal, remove, gone }: RemovableRowProps) {
  const press = () =>
    remove.mutate(name, {
      onSuccess: () => showToast(gone),
      onError: (error) => showToast(`Not removed: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <span className="min-w-0 flex-1 basis-40 font-mono text-13 [overflow-wrap:anywhere]">{name}</span>
      <span className="text-13 text-muted">{detail}</span>
      <Button size="sm" variant="quiet" isPending={remove.isPending} refusal={refusal} onClick={press}>
        Remove
        <span className="sr-only"> {name}</span>
      </Button>
    </li>
  );
}
