import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { emptyForm, FormSchema } = await import('./form-values.ts');
const { fieldSentence } = await import('./field-error.ts');
const { issueMessage } = await import('../../../lib/issue-message.ts');
type FormValues = ReturnType<typeof emptyForm>;

const filled = (change: Partial<FormValues> = {}): FormValues => {
  const empty = emptyForm('America/New_York');
  return {
    ...empty,
    name: 'Solar quote',
    links: [{ kind: 'slug', value: 'solar-quote', host: '', unit: 'utm_content' }],
    agents: empty.agents.map((agent, index) => ({ ...agent, name: `page ${index}`, landingUrl: 'https://a.example/' })),
    ...change,
  };
};

/** The form's faults as people read them. */
const faults = (values: FormValues) => {
  const parsed = FormSchema.safeParse(values, { error: issueMessage });
  return (parsed.error?.issues ?? []).map((issue) => fieldSentence(issue.path.join('.'), issue.message));
};

test('given a filled form, then it is what the API takes; empty texts stand for nothing', () => {
  const input = FormSchema.parse(filled({ gradingSchedule: { expression: '  ', timezone: 'UTC' } }));
  expect(input).toMatchObject({ name: 'Solar quote', fallbackUrl: null, gradingSchedule: null, mode: 'auto' });
});

test('given an empty form, then every fault is a sentence with its field and its fix', () => {
  expect(faults(emptyForm('UTC'))).toEqual([
    'Name is missing.',
    'Name is missing.',
    'Landing page is missing.',
    'Name is missing.',
    'Landing page is missing.',
    'Link is missing.',
  ]);
});

test('given weights that do not add up, then the whole split is at fault and says by how much', () => {
  const agents = filled().agents.map((agent) => ({ ...agent, weightBasisPoints: 4000 }));
  expect(faults(filled({ agents }))).toEqual(['Weights add up to 80%, not 100%. Add 20%.']);
});

test('given numbers that cannot be, then the bound is told in the unit that was typed', () => {
  const optimization = { ...filled().optimization, floorBasisPoints: 6000, burnInClicks: null };
  expect(faults(filled({ optimization }))).toEqual([
    'Exploration minimum must be 50% or less.',
    'Clicks before the first grade must be a number.',
  ]);
});
