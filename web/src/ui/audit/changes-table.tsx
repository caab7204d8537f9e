import type { ChangedField } from './changed-fields.ts';

interface ChangesTableProps {
  fields: readonly ChangedField[];
  /** Without a state before, there is only what was made. */
  hasBefore: boolean;
}

/** Fields that changed, before beside after. */
export function ChangesTable({ fields, hasBefore }: ChangesTableProps) {
  return (
    <div className="mt-2 overflow-x-auto rounded-control border">
      <table className="w-full text-13">
        <caption className="sr-only">What changed</caption>
        <thead className="bg-canvas text-12 text-muted">
          <tr>
            <th className="px-3 py-1.5 text-left font-medium">Field</th>
            {hasBefore && <th className="px-3 py-1.5 text-left font-medium">Before</th>}
            <th className="px-3 py-1.5 text-left font-medium">{hasBefore ? 'After' : 'Value'}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, before, after }) => (
            <tr key={name} className="border-t align-top">
              <th scope="row" className="px-3 py-1.5 text-left font-normal text-muted">
                {name}
              </th>
              {hasBefore && <td className="px-3 py-1.5 [overflow-wrap:anywhere]">{before ?? '—'}</td>}
              <td className="px-3 py-1.5 [overflow-wrap:anywhere]">{after ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
