import { POSTBACK_MACROS } from '@alyson/schema';

/** Every macro with what it stands for; a press puts it at the end of the address. */
export function MacroList({ onPick }: { onPick: (macro: string) => void }) {
  return (
    <details className="text-13">
      <summary className="cursor-pointer font-medium">Macros</summary>
      <ul className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {Object.entries(POSTBACK_MACROS).map(([macro, meaning]) => (
          <li key={macro} className="flex min-w-0 flex-col py-0.5">
            <button
              type="button"
              className="touch-target self-start font-mono text-12 underline decoration-line underline-offset-2 hover:decoration-text"
              onClick={() => onPick(macro)}
            >
              {`{${macro}}`}
            </button>
            <span className="text-muted">{meaning}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted">
        Sub ids that look like an e-mail or a phone number are not kept, and stay empty. What an affiliate is paid is
        not known here: write the amount itself.
      </p>
    </details>
  );
}
