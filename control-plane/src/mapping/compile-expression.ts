import { type ASTNode, Environment, EvaluationError, ParseError, type SourceRange } from '@marcbachmann/cel-js';
import { ExpressionFault, registerFunctions } from './mapping-functions.ts';
import { CostlyExpression, refuseCostly } from './refuse-costly.ts';

/** What an expression can name. */
export interface Scope {
  event: unknown;
  body: unknown;
  query: Readonly<Record<string, string>>;
  receivedAt: Date;
}

export interface Expression {
  /** @throws ExpressionFault, MissingValue */
  evaluate(scope: Scope): unknown;
  /** Where in the payload it looks, where it does nothing else: `event.lead.id` is event and ['lead', 'id']. */
  path: PayloadPath | null;
  loops: number;
}

interface PayloadPath {
  root: 'event' | 'body';
  segments: readonly string[];
}

export type Compiled = { ok: true; expression: Expression } | { ok: false; detail: string; range: SourceRange };

/** A key or element that the expression asks for and the payload has not. */
export class MissingValue extends ExpressionFault {}

const MISSING: ReadonlySet<string> = new Set(['no_such_key', 'index_out_of_bounds']);

const environment = new Environment({
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
})
  .registerVariable('event', 'dyn')
  .registerVariable('body', 'dyn')
  .registerVariable('query', 'map<string, string>')
  .registerVariable('receivedAt', 'google.protobuf.Timestamp');
registerFunctions(environment);

/** Reads an expression of the Common Expression Language, checks its types and that it cannot take long. */
export function compileExpression(source: string): Compiled {
  try {
    const parsed = environment.parse(source);
    const loops = refuseCostly(parsed.ast);
    const { valid, error } = parsed.check();
    if (!valid) return refused(source, error?.summary ?? 'cannot be read', error?.range);
    return {
      ok: true,
      expression: { evaluate: (scope) => run(() => parsed({ ...scope })), path: pathOf(parsed.ast), loops },
    };
  } catch (error) {
    if (error instanceof CostlyExpression) return refused(source, error.message, error.range);
    if (error instanceof ParseError) return refused(source, error.summary, error.range);
    throw error;
  }
}

const refused = (source: string, detail: string, range?: SourceRange): Compiled => ({
  ok: false,
  detail,
  range: range ?? { start: 0, end: source.length },
});

function run(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ExpressionFault) throw error;
    if (!(error instanceof EvaluationError)) throw new ExpressionFault('cannot be worked out', { cause: error });
    if (error.cause instanceof ExpressionFault) throw error.cause;
    throw new (MISSING.has(error.code) ? MissingValue : ExpressionFault)(error.summary);
  }
}

function pathOf(node: ASTNode): PayloadPath | null {
  if (node.op === 'id') return node.args === 'event' || node.args === 'body' ? { root: node.args, segments: [] } : null;
  if (node.op === '.' || node.op === '.?') return extend(pathOf(node.args[0]), node.args[1]);
  if (node.op !== '[]' && node.op !== '[?]') return null;
  const [receiver, key] = node.args;
  return key.op === 'value' ? extend(pathOf(receiver), String(key.args)) : null;
}

const extend = (path: PayloadPath | null, segment: string | ASTNode): PayloadPath | null =>
  path && { ...path, segments: [...path.segments, typeof segment === 'string' ? segment : String(segment.args)] };
