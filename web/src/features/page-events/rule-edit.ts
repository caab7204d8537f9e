import { PAGE_STEPS, type PageStep, type SeenEvent, type SegmentEvent, type StepRules } from '@alyson/schema';

export const STEP_LABELS: Readonly<Record<PageStep, string>> = {
  viewed: 'Viewed',
  quiz_started: 'Quiz started',
  quiz_submitted: 'Quiz submitted',
};

const TYPE_LABELS = { page: 'Page', screen: 'Screen', track: 'Event' } as const;

/** `Event “Quiz Started”`, `Any page` */
export const eventText = ({ type, name }: SegmentEvent): string =>
  name === null ? `Any ${TYPE_LABELS[type].toLowerCase()}` : `${TYPE_LABELS[type]} “${name}”`;

const isSame = (a: SegmentEvent, b: SegmentEvent) => a.type === b.type && a.name === b.name;

/** The rules with one event under another step, or under none. */
export function moveEvent(rules: StepRules, event: SegmentEvent, to: PageStep | null): StepRules {
  const moved = PAGE_STEPS.map((step) => {
    const others = rules[step].filter((one) => !isSame(one, event));
    return [step, step === to ? [...others, event] : others] as const;
  });
  return Object.fromEntries(moved) as StepRules;
}

/** The step that an event stands under by name; null where none. */
export const stepNamed = (rules: StepRules, event: SegmentEvent): PageStep | null =>
  PAGE_STEPS.find((step) => rules[step].some((one) => isSame(one, event))) ?? null;

/** What can be chosen: what stands in the rules, and what has come, each once. */
export function choosable(rules: StepRules, seen: readonly SeenEvent[]): SegmentEvent[] {
  const all = [
    ...PAGE_STEPS.flatMap((step) => rules[step]),
    ...seen.filter(({ name }) => name !== '').map(({ type, name }) => ({ type, name })),
  ];
  return all.filter((event, index) => all.findIndex((other) => isSame(other, event)) === index);
}
