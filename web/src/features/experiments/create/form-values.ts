import {
  CreateExperiment,
  type LinkKind,
  type LocalMinute,
  Optimization,
  roundToBasisPoints,
  type Unit,
} from '@alyson/schema';
import * as z from 'zod';

/** What stands in the form: the API's input, with null where a number cannot be read and '' where nothing was typed. */
export interface FormValues {
  name: string;
  fallbackUrl: string;
  /** `host` is '' where the link stands on the router's own address. */
  links: { kind: LinkKind; value: string; host: string; unit: Unit }[];
  agents: { name: string; landingUrl: string; isControl: boolean; weightBasisPoints: number | null }[];
  mode: 'fixed' | 'auto';
  objective: 'rpc' | 'cvr';
  attributionWindowDays: number | null;
  optimization: Record<keyof Optimization, number | null>;
  /** `time` is '' where there is no such date. */
  startsAt: LocalMinute;
  endsAt: LocalMinute;
  /** `expression` is '' where grading is started by hand only. */
  gradingSchedule: { expression: string; timezone: string };
}

export const newAgent = (weightBasisPoints: number): FormValues['agents'][number] => ({
  name: '',
  landingUrl: '',
  isControl: false,
  weightBasisPoints,
});

export const newLink = (): FormValues['links'][number] => ({
  kind: 'slug',
  value: '',
  host: '',
  unit: 'utm_content',
});

/** A new form: two agents, one link, and the limits that the schema itself would take. */
export const emptyForm = (timezone: string): FormValues => ({
  name: '',
  fallbackUrl: '',
  links: [newLink()],
  agents: evenSplit(2).map((weight, index) => ({ ...newAgent(weight), isControl: index === 0 })),
  mode: 'auto',
  objective: 'rpc',
  attributionWindowDays: 90,
  optimization: Optimization.parse({}),
  startsAt: { time: '', timezone },
  endsAt: { time: '', timezone },
  gradingSchedule: { expression: 'rate(1 hour)', timezone },
});

/** Equal weights for so many agents, to the basis point. */
export const evenSplit = (agents: number): number[] => roundToBasisPoints(Array.from({ length: agents }, () => 1));

/** The form as the API takes it. */
const toInput = ({ fallbackUrl, startsAt, endsAt, gradingSchedule, links, ...rest }: FormValues) => ({
  ...rest,
  links: links.map((link) => ({ ...link, host: link.kind === 'slug' || !link.host ? null : link.host })),
  fallbackUrl: fallbackUrl.trim() === '' ? null : fallbackUrl.trim(),
  startsAt: startsAt.time === '' ? null : startsAt,
  endsAt: endsAt.time === '' ? null : endsAt,
  gradingSchedule: gradingSchedule.expression.trim() === '' ? null : gradingSchedule,
});

/** The schema that the API uses, over what stands in the form. */
export const FormSchema = z.preprocess(toInput, CreateExperiment);
