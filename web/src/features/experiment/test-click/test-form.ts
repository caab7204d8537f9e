import { ExplainRequest, type ProblemError } from '@alyson/schema';
import type * as z from 'zod';
import { faultSentence, issueMessage } from '../../../lib/issue-message.ts';
import { pointerToPath } from '../../../lib/json-pointer.ts';

/** What stands in the form of a made-up click: '' for what nobody knows of it. */
export interface TestForm {
  url: string;
  release: 'in_force' | 'as_edited';
  country: string;
  region: string;
  device: '' | 'desktop' | 'mobile' | 'tablet' | 'other';
  os: string;
  browser: string;
  language: string;
  /** As the browser's field has it, in the browser's own timezone. */
  at: string;
  keptAgentId: string;
}

export const emptyTestForm: TestForm = {
  url: '',
  release: 'in_force',
  country: '',
  region: '',
  device: '',
  os: '',
  browser: '',
  language: '',
  at: '',
  keptAgentId: '',
};

export type TestFaults = ReadonlyMap<string, string>;
type Input = z.input<typeof ExplainRequest>;

const orNull = <T extends string>(text: T): Exclude<T, ''> | null =>
  text.trim() === '' ? null : (text.trim() as Exclude<T, ''>);

/** Reads the form by the API's own schema. */
export function readTestForm(form: TestForm): { request: Input } | { faults: TestFaults } {
  const { url, release, country, region, device, os, browser, language, at, keptAgentId } = form;
  const visitor = {
    country: orNull(country)?.toUpperCase() ?? null,
    region: orNull(region),
    deviceClass: orNull(device),
    os: orNull(os),
    browser: orNull(browser),
    language: orNull(language),
  };
  const request = {
    url,
    release,
    visitor,
    keptAgentId: orNull(keptAgentId),
    ...(at !== '' && { at: new Date(at).toISOString() }),
  };
  const parsed = ExplainRequest.safeParse(request, { error: issueMessage });
  if (parsed.success) return { request };
  return { faults: faultsBy(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))) };
}

export const testFaultsOf = ({ errors }: ProblemError): TestFaults =>
  faultsBy(errors.map(({ pointer, detail }) => ({ path: pointerToPath(pointer) ?? '', message: detail })));

const LABELS: Readonly<Record<string, string>> = { url: 'The link', 'visitor.country': 'Country' };

const faultsBy = (found: readonly { path: string; message: string }[]): TestFaults =>
  new Map(found.map(({ path, message }) => [path, faultSentence(LABELS[path], message)]));
