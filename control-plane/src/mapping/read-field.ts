import type { Expression, Scope } from './compile-expression.ts';
import { MissingValue } from './compile-expression.ts';
import { ExpressionFault, toValue } from './mapping-functions.ts';

/** What an expression gives: null for nothing. */
export type FieldReading = { ok: true; value: unknown } | { ok: false; detail: string };

/** Works an expression out; nothing that a payload holds makes it throw. */
export function readField({ evaluate, path }: Expression, scope: Scope): FieldReading {
  try {
    const value = toValue(evaluate(scope));
    return { ok: true, value: value === '' ? null : value };
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    return { ok: false, detail: error instanceof MissingValue && path ? 'is missing' : error.message };
  }
}
