import type { ConditionOutcome, ReleaseRule, RuleCondition, RuleDimension, RuleTest } from '@alyson/schema';
import { type CompiledTable, compileTable, survivorsOf } from './bucket-table.ts';
import type { LandingTemplate } from './landing-template.ts';

/** What rules can learn of a click; null: this edge does not know. */
export interface RuleFacts {
  valueOf(dimension: RuleDimension): string | null;
  /** Form-decoded; null where the link does not carry it. */
  parameter(name: string): string | null;
  /** 0 … 167, counted from Monday 00:00 in a timezone. */
  hourOfWeek(timezone: string): number;
}

type Condition =
  | { readonly on: 'hours'; readonly hours: ReadonlySet<number>; readonly timezone: string }
  | {
      readonly on: RuleDimension | 'parameter';
      readonly name: string;
      readonly test: RuleTest;
      readonly values: readonly string[];
      readonly set: ReadonlySet<string>;
      /** Whether the edge tells it of the visitor, and not the link: it can be unknown, and its case does not matter. */
      readonly isOfVisitor: boolean;
    };

type CompiledOutcome =
  | { readonly to: 'agent'; readonly index: number }
  | { readonly to: 'split'; readonly table: CompiledTable; readonly survivors: number }
  | { readonly to: 'url'; readonly template: LandingTemplate }
  | { readonly to: 'fallback' };

export interface CompiledRule {
  readonly id: string;
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly outcome: CompiledOutcome;
}

const OF_LINK: ReadonlySet<string> = new Set([
  'affiliate',
  'source',
  'sub1',
  'sub2',
  'sub3',
  'sub4',
  'sub5',
  'parameter',
]);

export interface RuleContext {
  readonly timezone: string;
  readonly agents: readonly { readonly id: string; readonly isEligible: boolean }[];
  /** @throws for a URL that is no landing page's */
  readonly compileUrl: (url: string) => LandingTemplate;
}

/** @throws whatever `compileUrl` throws */
export function compileRule({ id, name, conditions, outcome }: ReleaseRule, context: RuleContext): CompiledRule {
  return {
    id,
    name,
    conditions: conditions.map((condition) => compileCondition(condition, context.timezone)),
    outcome: compileOutcome(outcome, context),
  };
}

function compileCondition(condition: RuleCondition, timezone: string): Condition {
  if (condition.on === 'hours') return { on: 'hours', hours: new Set(condition.hours), timezone };
  const isOfVisitor = !OF_LINK.has(condition.on);
  const values = isOfVisitor ? condition.values.map((value) => value.toLowerCase()) : condition.values;
  const name = condition.on === 'parameter' ? condition.name : '';
  return { on: condition.on, name, test: condition.test, values, set: new Set(values), isOfVisitor };
}

function compileOutcome(outcome: ReleaseRule['outcome'], { agents, compileUrl }: RuleContext): CompiledOutcome {
  switch (outcome.to) {
    case 'agent':
      return { to: 'agent', index: agents.findIndex(({ id }) => id === outcome.agentId) };
    case 'split': {
      const table = compileTable(outcome.table, agents.length);
      return { to: 'split', table, survivors: survivorsOf(table, agents) };
    }
    case 'url':
      return { to: 'url', template: compileUrl(outcome.url) };
    case 'fallback':
      return outcome;
    default:
      return outcome satisfies never;
  }
}

/** Hears of a condition that was looked at. */
export type OnCondition = (on: string, outcome: ConditionOutcome) => void;

/** Whether all conditions of a rule hold; after the first that does not, none is looked at. */
export function matchesRule(rule: CompiledRule, facts: RuleFacts, onCondition?: OnCondition): boolean {
  for (const condition of rule.conditions) {
    const outcome = judge(condition, facts);
    onCondition?.(condition.on, outcome);
    if (outcome !== 'holds') return false;
  }
  return true;
}

function judge(condition: Condition, facts: RuleFacts): ConditionOutcome {
  if (condition.on === 'hours') return condition.hours.has(facts.hourOfWeek(condition.timezone)) ? 'holds' : 'fails';
  const value = condition.on === 'parameter' ? facts.parameter(condition.name) : facts.valueOf(condition.on);
  if (value === null || value === '') return judgeAbsent(condition);
  return passes(condition, condition.isOfVisitor ? value.toLowerCase() : value) ? 'holds' : 'fails';
}

/** A parameter that is not there is none of the values; a visitor's unknown country might be any. */
function judgeAbsent({ test, isOfVisitor }: Exclude<Condition, { on: 'hours' }>): ConditionOutcome {
  if (test === 'is_absent') return 'holds';
  if (isOfVisitor) return 'unknown';
  return test === 'is_not' ? 'holds' : 'fails';
}

function passes({ test, values, set }: Exclude<Condition, { on: 'hours' }>, value: string): boolean {
  switch (test) {
    case 'is':
      return set.has(value);
    case 'is_not':
      return !set.has(value);
    case 'begins_with':
      return values.some((start) => value.startsWith(start));
    case 'contains':
      return values.some((part) => value.includes(part));
    case 'is_present':
      return true;
    case 'is_absent':
      return false;
    default:
      return test satisfies never;
  }
}
