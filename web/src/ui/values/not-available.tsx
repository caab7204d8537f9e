import { Tooltip } from '../tooltip.tsx';

/** Stands where a value is not known; never a zero and never a blank. */
export function NotAvailable({ because }: { because?: string }) {
  const dash = (
    <span className="text-subtle">
      <span aria-hidden="true">—</span>
      <span className="sr-only">not available{because ? `: ${because}` : ''}</span>
    </span>
  );
  return because ? (
    <Tooltip text={because} isSpoken>
      {dash}
    </Tooltip>
  ) : (
    dash
  );
}
