import { type FieldProblem, MAPPED_FIELDS, type Mapping, type MappingField } from '@alyson/schema';
import { compileExpression, type Expression } from './compile-expression.ts';

/** A mapping as it is run: an expression for each field that it gives. */
export interface CompiledMapping {
  fields: Readonly<Partial<Record<MappingField, Expression>>>;
  hasLoops: boolean;
}

export type CompiledOrFaulty = { ok: true; mapping: CompiledMapping } | { ok: false; errors: FieldProblem[] };

/** @returns what runs, or each expression at fault by its pointer, and where in it the fault lies */
export function compileMapping(mapping: Mapping): CompiledOrFaulty {
  const fields: Partial<Record<MappingField, Expression>> = {};
  const errors: FieldProblem[] = [];
  for (const [field, pointer, source] of sourcesOf(mapping)) {
    const compiled = compileExpression(source);
    if (compiled.ok) fields[field] = compiled.expression;
    else errors.push({ pointer, detail: `${compiled.detail} (${inWords(source, compiled.range)})` });
  }
  const hasLoops = Object.values(fields).some(({ loops }) => loops > 0);
  return errors.length === 0 ? { ok: true, mapping: { fields, hasLoops } } : { ok: false, errors };
}

function sourcesOf(mapping: Mapping): [MappingField, pointer: string, source: string][] {
  const plain = (['events', 'when', ...MAPPED_FIELDS] as const).map(
    (field) => [field, `#/${field}`, mapping[field]] as const,
  );
  const transaction = [
    'transaction',
    '#/onePerTransactionAndGoal/transaction',
    mapping.onePerTransactionAndGoal?.transaction,
  ] as const;
  return [...plain, transaction].flatMap(([field, pointer, source]) =>
    source === undefined ? [] : [[field, pointer, source]],
  );
}

/** Counted from 1, as editors do. */
function inWords(source: string, { start, end }: { start: number; end: number }): string {
  const lines = source.slice(0, start).split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  const place = lines.length > 1 ? `line ${lines.length}, column ${column}` : `at character ${column}`;
  const text = source.slice(start, end);
  return text === '' || text === source ? place : `${place}: ${text}`;
}
