import type { ASTNode, SourceRange } from '@marcbachmann/cel-js';
import { ExpressionFault } from './mapping-functions.ts';

/**
 * What an expression may call. All of it takes time in proportion to its arguments. Left out: patterns (`matches`), which
 * can take for ever; and what makes values that grow with each use (`join`, `cel.bind`, bytes).
 */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['has', 'size', 'string', 'int', 'double', 'bool', 'timestamp', 'duration', 'type', 'dyn'],
  ...['contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'trim', 'indexOf', 'lastIndexOf', 'substring'],
  ...['getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getHours', 'getMinutes', 'getSeconds'],
  ...['or', 'orValue', 'hasValue', 'value', 'none', 'of'],
  ...['text', 'cents', 'amount', 'date', 'endOfDay', 'epoch', 'epochMs', 'urlDecode', 'parameter', 'part', 'replace'],
]);

/** Goes through a list once. One within another would take the square of its length. */
const LOOPS: ReadonlySet<string> = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);
const MOST_LOOPS = 4;

/** An expression that could hold this process up, or fill its memory. */
export class CostlyExpression extends ExpressionFault {
  readonly range: SourceRange;

  constructor(message: string, { start, end }: SourceRange) {
    super(message);
    this.range = { start, end };
  }
}

/**
 * @returns how many loops there are
 * @throws CostlyExpression
 */
export function refuseCostly(ast: ASTNode): number {
  const loops = countLoops(ast, false);
  if (loops > MOST_LOOPS) throw new CostlyExpression(`has more than ${MOST_LOOPS} loops`, ast);
  return loops;
}

function countLoops(node: ASTNode, isInLoop: boolean): number {
  const sum = (nodes: readonly ASTNode[], inLoop = isInLoop): number =>
    nodes.reduce((total, each) => total + countLoops(each, inLoop), 0);
  switch (node.op) {
    case 'value':
    case 'id':
      return 0;
    case '.':
    case '.?':
      return sum([node.args[0]]);
    case '!_':
    case '-_':
      return sum([node.args]);
    case 'map':
      return sum(node.args.flat());
    case 'call':
      refuseUnknown(node.args[0], node);
      return sum(node.args[1]);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      if (!LOOPS.has(name)) {
        refuseUnknown(name, node);
        return sum([receiver, ...args]);
      }
      if (isInLoop) throw new CostlyExpression(`has ${name}() within another loop`, node);
      return 1 + sum([receiver]) + sum(args, true);
    }
    default:
      return sum(node.args);
  }
}

function refuseUnknown(name: string, node: ASTNode): void {
  if (!ALLOWED.has(name)) throw new CostlyExpression(`calls ${name}(), which is not available here`, node);
}
