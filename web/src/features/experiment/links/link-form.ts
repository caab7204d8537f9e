import { type Link, type LinkKind, NewLink, type ProblemError, SubParameter, type Unit } from '@alyson/schema';
import { faultSentence, issueMessage } from '../../../lib/issue-message.ts';
import { pointerToPath } from '../../../lib/json-pointer.ts';
import { KINDS } from '../../../lib/link-words.ts';

/** What stands in the form of a link: '' where nothing is set. */
export interface LinkForm {
  kind: LinkKind;
  value: string;
  host: string;
  unit: Unit;
  presetQuery: string;
  /** One host per line. */
  deepLinkHosts: string;
  /** Whether TUNE comes after us. */
  isBeforeTune: boolean;
  tuneHost: string;
  tuneOfferId: string;
  clickIdParameter: SubParameter;
  pixelCookie: boolean;
}

export const emptyLinkForm: LinkForm = {
  kind: 'slug',
  value: '',
  host: '',
  unit: 'utm_content',
  presetQuery: '',
  deepLinkHosts: '',
  isBeforeTune: false,
  tuneHost: '',
  tuneOfferId: '',
  clickIdParameter: 'aff_sub5',
  pixelCookie: false,
};

export const SUB_PARAMETERS = SubParameter.options;

export const linkFormOf = (link: Link): LinkForm => ({
  kind: link.kind,
  value: link.value,
  host: link.host ?? '',
  unit: link.unit,
  presetQuery: link.presetQuery,
  deepLinkHosts: link.deepLinkHosts.join('\n'),
  isBeforeTune: link.beforeTune !== null,
  tuneHost: link.beforeTune?.host ?? '',
  tuneOfferId: link.beforeTune?.offerId ?? '',
  clickIdParameter: link.beforeTune?.clickIdParameter ?? emptyLinkForm.clickIdParameter,
  pixelCookie: link.pixelCookie,
});

/** Faults by the fields of the form, as sentences; '' for what concerns none of them. */
export type LinkFaults = ReadonlyMap<keyof LinkForm | '', string>;

/** Reads the form by the API's own schema. */
export function readLinkForm(form: LinkForm): { link: NewLink } | { faults: LinkFaults } {
  const parsed = NewLink.safeParse(toInput(form), { error: issueMessage });
  if (parsed.success) return { link: parsed.data };
  return {
    faults: faultsBy(
      form,
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    ),
  };
}

/** The server's faults on the form's fields. */
export const linkFaultsOf = (form: LinkForm, { errors }: ProblemError): LinkFaults =>
  faultsBy(
    form,
    errors.map(({ pointer, detail }) => ({ path: pointerToPath(pointer) ?? '', message: detail })),
  );

const toInput = (form: LinkForm) => ({
  kind: form.kind,
  value: form.value,
  host: form.kind === 'slug' || form.host === '' ? null : form.host,
  unit: form.unit,
  pixelCookie: form.pixelCookie,
  presetQuery: form.kind === 'short' ? form.presetQuery.trim().replace(/^\?/, '') : '',
  deepLinkHosts: form.deepLinkHosts.split(/[\s,]+/).flatMap((host) => (host === '' ? [] : host.toLowerCase())),
  beforeTune: form.isBeforeTune
    ? {
        host: form.tuneHost.trim().toLowerCase(),
        offerId: form.tuneOfferId.trim(),
        clickIdParameter: form.clickIdParameter,
      }
    : null,
});

function faultsBy(form: LinkForm, found: readonly { path: string; message: string }[]): LinkFaults {
  return new Map(
    found.map(({ path, message }) => {
      const field = fieldOf(path);
      return [field, faultSentence(labelOf(field, form), message)];
    }),
  );
}

const FIELDS: Readonly<Record<string, keyof LinkForm>> = {
  'beforeTune.host': 'tuneHost',
  'beforeTune.offerId': 'tuneOfferId',
  'beforeTune.clickIdParameter': 'clickIdParameter',
  beforeTune: 'isBeforeTune',
};

function fieldOf(path: string): keyof LinkForm | '' {
  const field = FIELDS[path] ?? path.split('.')[0] ?? '';
  return Object.hasOwn(emptyLinkForm, field) ? (field as keyof LinkForm) : '';
}

function labelOf(field: keyof LinkForm | '', form: LinkForm): string | undefined {
  if (field === 'value') return KINDS[form.kind].value;
  return field === '' ? undefined : LABELS[field];
}

const LABELS: Partial<Record<keyof LinkForm, string>> = {
  host: 'Host',
  presetQuery: 'The list of parameters',
  deepLinkHosts: 'One of the hosts',
  tuneHost: "TUNE's host",
  tuneOfferId: 'Offer id',
};
