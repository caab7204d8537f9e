import type { LinkKind, SubParameter, Unit } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { hostsQuery } from '../../../lib/hosts.ts';
import { hostsAllowed, KINDS, UNITS } from '../../../lib/link-words.ts';
import { ChoiceCards } from '../../../ui/choice-cards.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input, Select, Textarea } from '../../../ui/input.tsx';
import { TextLink } from '../../../ui/link-button.tsx';
import { type LinkFaults, type LinkForm, SUB_PARAMETERS } from './link-form.ts';

interface LinkFieldsProps {
  form: LinkForm;
  faults: LinkFaults;
  onChange: (next: Partial<LinkForm>) => void;
}

const mono = { spellCheck: false, className: 'font-mono text-13' };

/** Where a link stands: what a link that exists cannot change. */
export function AddressFields({ form, faults, onChange }: LinkFieldsProps) {
  const hosts = useQuery(hostsQuery).data ?? [];
  const words = KINDS[form.kind];
  const needsHost = hostsAllowed(form.kind);
  return (
    <>
      <Field label="Kind" hint={words.meaning}>
        <Select value={form.kind} onChange={(event) => onChange({ kind: event.target.value as LinkKind })}>
          {Object.entries(KINDS).map(([kind, { label }]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {needsHost !== 'none' && (
        <Field
          label="Host"
          error={faults.get('host')}
          hint={
            hosts.length === 0 ? (
              <>
                This workspace has no host of its own yet. Admins add one under <TextLink to="/links">Links</TextLink>.
              </>
            ) : undefined
          }
        >
          <Select value={form.host} onChange={(event) => onChange({ host: event.target.value })}>
            <option value="">{needsHost === 'required' ? 'Choose a host' : "This router's own address"}</option>
            {hosts.map(({ host }) => (
              <option key={host} value={host}>
                {host}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={words.value} error={faults.get('value')}>
        <Input
          {...mono}
          value={form.value}
          placeholder={words.placeholder}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      </Field>
    </>
  );
}

/** How a link is followed. */
export function FollowFields({ form, faults, onChange }: LinkFieldsProps) {
  return (
    <>
      {form.kind === 'short' && (
        <Field
          label="Parameters it stands for"
          error={faults.get('presetQuery')}
          hint="What TUNE kept for this hash. A click's own parameters follow them, and win where the names are the same."
        >
          <Input
            {...mono}
            value={form.presetQuery}
            placeholder="offer_id=7&aff_id=3"
            onChange={(event) => onChange({ presetQuery: event.target.value })}
          />
        </Field>
      )}
      <Field label="Split by" hint={UNITS[form.unit].meaning}>
        <Select value={form.unit} onChange={(event) => onChange({ unit: event.target.value as Unit })}>
          {Object.entries(UNITS).map(([unit, { label }]) => (
            <option key={unit} value={unit}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <ChoiceCards
        legend="After this router"
        value={form.isBeforeTune ? 'tune' : 'page'}
        onChange={(next) => onChange({ isBeforeTune: next === 'tune' })}
        options={[
          {
            value: 'page',
            label: 'The landing page',
            description: 'TUNE stands before this router, or is not used on this link.',
          },
          {
            value: 'tune',
            label: 'TUNE, then the landing page',
            description: 'This router chooses the agent; TUNE still records the click and pays for it.',
          },
        ]}
      />
      {faults.get('isBeforeTune') && <p className="text-13 text-negative">{faults.get('isBeforeTune')}</p>}
      {form.isBeforeTune && <TuneFields form={form} faults={faults} onChange={onChange} />}
      <Field
        label="Deep links to these hosts (optional)"
        error={faults.get('deepLinkHosts')}
        hint="One host per line. An affiliate may then name a page of theirs in url=…; such clicks are not graded."
      >
        <Textarea
          {...mono}
          rows={2}
          value={form.deepLinkHosts}
          placeholder="www.brand.com"
          onChange={(event) => onChange({ deepLinkHosts: event.target.value })}
        />
      </Field>
      <label className="flex items-start gap-2.5 text-14">
        <input
          type="checkbox"
          checked={form.pixelCookie}
          onChange={(event) => onChange({ pixelCookie: event.target.checked })}
          className="mt-0.5 size-4 shrink-0 accent-ink"
        />
        <span>
          Leave a cookie for conversion pixels
          <span className="block text-13 text-muted">
            A pixel (/aff_l) counts for the last click that the browser remembers. Some browsers keep no such cookie: a
            postback is surer.
          </span>
        </span>
      </label>
    </>
  );
}

function TuneFields({ form, faults, onChange }: LinkFieldsProps) {
  return (
    <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
      <Field label="TUNE's host" error={faults.get('tuneHost')}>
        <Input
          {...mono}
          value={form.tuneHost}
          placeholder="brand.go2cloud.org"
          onChange={(event) => onChange({ tuneHost: event.target.value })}
        />
      </Field>
      <Field label="Offer id" error={faults.get('tuneOfferId')}>
        <Input
          {...mono}
          value={form.tuneOfferId}
          placeholder="1048"
          onChange={(event) => onChange({ tuneOfferId: event.target.value })}
        />
      </Field>
      <Field
        label="Our click id travels in"
        hint="A sub id that affiliates do not use: TUNE hands it on to the landing page as utm_content."
        className="sm:col-span-2"
      >
        <Select
          value={form.clickIdParameter}
          onChange={(event) => onChange({ clickIdParameter: event.target.value as SubParameter })}
        >
          {SUB_PARAMETERS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
