import { MOST_LINKS } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { hostsQuery } from '../../../lib/hosts.ts';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { hostsAllowed, KINDS, UNITS } from '../../../lib/link-words.ts';
import { useMe } from '../../../lib/me.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/input.tsx';
import { TextField, useFieldError } from './form-fields.tsx';
import { type FormValues, newLink } from './form-values.ts';
import { slugFrom } from './slug-from.ts';

/** What the experiment is called, and which links lead to it. */
export function LinksStep() {
  const { control, getValues, setValue } = useFormContext<FormValues>();
  const links = useFieldArray({ control, name: 'links' });
  const error = useFieldError('links');

  const suggested = useRef(slugFrom(getValues('name')));

  // The slug follows the name until somebody types one.
  const suggestSlug = () => {
    const [first] = getValues('links');
    const isFree = first?.value === '' || first?.value === suggested.current;
    suggested.current = slugFrom(getValues('name'));
    if (first?.kind === 'slug' && isFree) setValue('links.0.value', suggested.current);
  };

  return (
    <>
      <Card title="Name">
        <TextField
          path="name"
          label="Experiment name"
          hint="How people find it in lists: what is compared, and for which traffic."
          placeholder="Solar quote, US mobile"
          onTyped={suggestSlug}
        />
      </Card>
      <Card
        title="Links"
        note="The addresses affiliates send people to. Every click on one of them is split over the agents."
        actions={
          links.fields.length < MOST_LINKS && (
            <Button size="sm" icon={Plus} onClick={() => links.append(newLink())}>
              Add link
            </Button>
          )
        }
      >
        {error && <p className="mb-3 text-13 text-negative">{error}</p>}
        <ul className="flex flex-col gap-5">
          {links.fields.map((field, index) => (
            <li key={field.id} className="border-t pt-4 first:border-t-0 first:pt-0">
              <LinkFields index={index} {...(links.fields.length > 1 && { onRemove: () => links.remove(index) })} />
            </li>
          ))}
        </ul>
      </Card>
      <Card
        title="Fallback"
        note="Where clicks go while the experiment is paused, after its end, and when no agent is on."
      >
        <TextField
          path="fallbackUrl"
          label="Fallback page (optional)"
          hint="Without one, the workspace's fallback serves. A person always lands somewhere."
          placeholder="https://www.example.com/offers"
          inputMode="url"
          spellCheck={false}
        />
      </Card>
    </>
  );
}

function LinkFields({ index, onRemove }: { index: number; onRemove?: () => void }) {
  const { register, control } = useFormContext<FormValues>();
  const { routerUrl } = useMe();
  const link = useWatch({ control, name: `links.${index}` });
  const words = KINDS[link.kind];
  const address = linkAddressOf({ ...link, host: link.host || null, value: link.value.trim() || '…' }, routerUrl);
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:flex sm:items-start sm:[&>div]:flex-1">
        <Field label="Kind">
          <Select {...register(`links.${index}.kind`)}>
            {Object.entries(KINDS).map(([kind, { label }]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        {hostsAllowed(link.kind) !== 'none' && <HostField index={index} />}
        <TextField
          path={`links.${index}.value`}
          label={words.value}
          placeholder={words.placeholder}
          spellCheck={false}
          isMono
        />
        <Field label="Split by">
          <Select {...register(`links.${index}.unit`)}>
            {Object.entries(UNITS).map(([unit, { label }]) => (
              <option key={unit} value={unit}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        {onRemove && (
          <IconButton
            label={`Remove link ${index + 1}`}
            icon={Trash2}
            onClick={onRemove}
            className="self-start sm:mt-6 sm:flex-none"
          />
        )}
      </div>
      <p className="text-13 text-muted">
        {words.meaning} {UNITS[link.unit].meaning}
      </p>
      <div className="flex items-center gap-3 rounded-control bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 font-mono text-13 [overflow-wrap:anywhere]">{address}</code>
        <CopyButton text={address} label={`Copy address of link ${index + 1}`} />
      </div>
    </div>
  );
}

function HostField({ index }: { index: number }) {
  const { register } = useFormContext<FormValues>();
  const hosts = useQuery(hostsQuery).data;
  return (
    <Field
      label="Host"
      error={useFieldError(`links.${index}.host`)}
      hint={hosts?.length === 0 ? 'Hosts of your own are added under Links.' : undefined}
    >
      <Select {...register(`links.${index}.host`)}>
        <option value="">This router</option>
        {hosts?.map(({ host }) => (
          <option key={host} value={host}>
            {host}
          </option>
        ))}
      </Select>
    </Field>
  );
}
