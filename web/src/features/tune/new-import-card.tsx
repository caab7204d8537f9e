import { MOST_TUNE_TEXT, type NewTuneImport, TUNE_TABLE_COLUMNS } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ChangeEvent, useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { connectionQuery, useStartImport } from './queries.ts';

/** Begins an import: by TUNE's API, from a file, or from what is pasted. */
export function NewImportCard() {
  const { data: connection } = useQuery(connectionQuery);
  const permission = useRefusal('experiment:write');
  const start = useStartImport();
  const keyOf = useIdempotencyKey<[NewTuneImport, number]>();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  // Reading TUNE again is another import each time; the same text sent twice is not.
  const begin = (body: NewTuneImport) => {
    setFault(undefined);
    const attempt = body.origin === 'api' ? Date.now() : 0;
    start.mutate(
      { body, idempotencyKey: keyOf([body, attempt]) },
      {
        onSuccess: ({ id }) => void navigate({ to: '/tune/imports/$importId', params: { importId: id } }),
        onError: (error) => setFault(error.message),
      },
    );
  };
  const takeFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (!file) return;
    if (file.size > MOST_TUNE_TEXT) return setFault('The file is larger than 16 MB: import it in parts.');
    begin(readText(await file.text()));
  };
  return (
    <Card title="New import" note="Offers, their URLs, ad groups with creatives and weights, and short links.">
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant="primary"
            isPending={start.isPending}
            refusal={permission ?? (connection ? null : 'Connect TUNE first, or give a file or a table.')}
            onClick={() => begin({ origin: 'api' })}
          >
            Read from TUNE
          </Button>
          <label className="touch-target relative inline-flex h-9 cursor-pointer items-center rounded-control border border-field bg-surface px-3.5 text-14 font-medium hover:bg-sunken has-disabled:cursor-not-allowed has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink">
            Choose a file
            <input
              type="file"
              accept=".json,.jsonl,.csv,.tsv,.txt"
              disabled={permission !== null}
              className="sr-only"
              onChange={(event) => void takeFile(event)}
            />
          </label>
        </div>
        <Field
          label="Or paste a table, or answers of TUNE's API"
          error={fault}
          hint="A table's first line names its columns; copied from a spreadsheet it will do. One line a creative."
        >
          <Textarea
            value={text}
            rows={4}
            spellCheck={false}
            className="font-mono text-13"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <details className="text-13 text-muted">
          <summary className="cursor-pointer rounded-chip hover:text-text">Columns that are understood</summary>
          <div className="mt-2">
            <CodeBlock code={TUNE_TABLE_COLUMNS.join(',')} copyLabel="Copy the columns" />
          </div>
        </details>
        <div>
          <Button
            isPending={start.isPending}
            refusal={permission ?? (text.trim() === '' ? 'Paste something first.' : null)}
            onClick={() => begin(readText(text))}
          >
            Import what is pasted
          </Button>
        </div>
        {start.isPending && <Notice role="status">Reading …</Notice>}
      </div>
    </Card>
  );
}

/** Answers of an API begin with a brace or a bracket; a table does not. */
const readText = (text: string): NewTuneImport => ({ origin: /^\s*[[{]/.test(text) ? 'json' : 'csv', text });
