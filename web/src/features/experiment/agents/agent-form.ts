import { AddAgent, type Agent, ChangeAgent, type ProblemError } from '@alyson/schema';
import { faultSentence, issueMessage } from '../../../lib/issue-message.ts';
import { pointerToPath } from '../../../lib/json-pointer.ts';

/** What stands in the fields of an agent. */
export interface AgentForm {
  name: string;
  landingUrl: string;
  isControl: boolean;
  /** Of a new one: its share in percent; null while what was typed is no number. */
  percent: number | null;
  hasCap: boolean;
  dailyCap: number | null;
  tuneUrlId: string;
  reason: string;
}

/** What is wrong, by field. */
export type AgentFaults = ReadonlyMap<string, string>;

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  landingUrl: 'Landing page',
  weightBasisPoints: 'Share of clicks',
  dailyCap: 'Daily cap',
  tuneUrlId: 'url_id',
  reason: 'Reason',
};

export const emptyAgentForm: AgentForm = {
  name: '',
  landingUrl: '',
  isControl: false,
  percent: 0,
  hasCap: false,
  dailyCap: null,
  tuneUrlId: '',
  reason: '',
};

export const agentFormOf = ({ name, landingUrl, isControl, dailyCap, tuneUrlId }: Agent): AgentForm => ({
  ...emptyAgentForm,
  name,
  landingUrl,
  isControl,
  hasCap: dailyCap !== null,
  dailyCap,
  tuneUrlId: tuneUrlId ?? '',
});

/** Percent as typed, in basis points; what is no number stays none, so that the schema refuses it. */
export const shareOf = (percent: number | null): number => (percent === null ? Number.NaN : Math.round(percent * 100));

const sharedOf = (form: AgentForm) => ({
  name: form.name,
  landingUrl: form.landingUrl.trim(),
  isControl: form.isControl,
  dailyCap: form.hasCap ? (form.dailyCap ?? Number.NaN) : null,
  tuneUrlId: form.tuneUrlId.trim() || null,
  ...(form.reason.trim() && { reason: form.reason }),
});

type Read<Body> = { body: Body } | { faults: AgentFaults };

export function readNewAgent(form: AgentForm): Read<AddAgent> {
  const parsed = AddAgent.safeParse(
    { ...sharedOf(form), weightBasisPoints: shareOf(form.percent) },
    { error: issueMessage },
  );
  return parsed.success ? { body: parsed.data } : { faults: faultsBy(parsed.error.issues) };
}

/** Only what differs from the agent as it is. */
export function readAgentChange(form: AgentForm, agent: Agent): Read<ChangeAgent> {
  const parsed = ChangeAgent.safeParse(sharedOf(form), { error: issueMessage });
  if (!parsed.success) return { faults: faultsBy(parsed.error.issues) };
  const was = new Map<string, unknown>(Object.entries(agent));
  return { body: Object.fromEntries(Object.entries(parsed.data).filter(([field, to]) => was.get(field) !== to)) };
}

const faultsBy = (issues: readonly { path: readonly PropertyKey[]; message: string }[]): AgentFaults =>
  new Map(issues.map(({ path, message }) => [path.join('.'), faultSentence(LABELS[path.join('.')], message)]));

/** The server's faults on their fields. */
export const agentFaultsOf = (error: ProblemError): AgentFaults =>
  faultsBy(error.errors.map(({ pointer, detail }) => ({ path: [pointerToPath(pointer) ?? ''], message: detail })));
