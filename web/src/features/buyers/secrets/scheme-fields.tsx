import { Field } from '../../../ui/field.tsx';
import { Input, Select } from '../../../ui/input.tsx';
import type { SchemeChoice } from './secret-words.ts';

/** A scheme as it is being entered: every field keeps its text while another scheme is looked at. */
export interface SchemeDraft {
  choice: Exclude<SchemeChoice, 'standard_webhooks'>;
  header: string;
  encoding: 'hex' | 'base64';
  place: 'header' | 'query' | 'form';
  name: string;
  username: string;
}

export const EMPTY_SCHEME: SchemeDraft = {
  choice: 'v1',
  header: 'X-Signature',
  encoding: 'hex',
  place: 'header',
  name: '',
  username: '',
};

/** What is sent of it; the schema says whether it can be one. */
export function toScheme({ choice, header, encoding, place, name, username }: SchemeDraft): unknown {
  switch (choice) {
    case 'v1':
    case 'v1a':
      return { kind: 'standard_webhooks', version: choice };
    case 'hmac_sha256':
      return { kind: choice, header, encoding };
    case 'token':
      return { kind: choice, in: place, name: name.trim() };
    case 'basic':
      return { kind: choice, username };
    default:
      return choice satisfies never;
  }
}

interface SchemeFieldsProps {
  draft: SchemeDraft;
  onChange: (draft: SchemeDraft) => void;
  fault: string | undefined;
}

/** What a scheme needs to know; Standard Webhooks need nothing. */
export function SchemeFields({ draft, onChange, fault }: SchemeFieldsProps) {
  const change = (part: Partial<SchemeDraft>) => onChange({ ...draft, ...part });
  const { choice, header, encoding, place, name, username } = draft;
  if (choice === 'hmac_sha256')
    return (
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Header" error={fault}>
          <Input value={header} spellCheck={false} onChange={(event) => change({ header: event.target.value })} />
        </Field>
        <Field label="Written in">
          <Select value={encoding} onChange={(event) => change({ encoding: event.target.value as 'hex' | 'base64' })}>
            <option value="hex">Hexadecimal</option>
            <option value="base64">Base64</option>
          </Select>
        </Field>
      </div>
    );
  if (choice === 'token')
    return (
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Where it stands">
          <Select value={place} onChange={(event) => change({ place: event.target.value as SchemeDraft['place'] })}>
            <option value="header">In a header</option>
            <option value="query">In the query</option>
            <option value="form">In a form</option>
          </Select>
        </Field>
        <Field label="Under which name" error={fault}>
          <Input
            value={name}
            placeholder={place === 'header' ? 'X-Api-Key' : 'token'}
            spellCheck={false}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
      </div>
    );
  if (choice === 'basic')
    return (
      <Field label="User name" error={fault}>
        <Input value={username} spellCheck={false} onChange={(event) => change({ username: event.target.value })} />
      </Field>
    );
  return null;
}
