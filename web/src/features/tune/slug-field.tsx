import { SLUG, type TunePlanItem } from '@alyson/schema';
import { useState } from 'react';
import { useMe } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { Decision } from './decisions.ts';

interface SlugFieldProps {
  item: TunePlanItem;
  decision: Decision;
  onDecide: (decision: Decision) => void;
}

/** Behind TUNE: the address that TUNE will send clicks to. */
export function SlugField({ item, decision, onDecide }: SlugFieldProps) {
  const { routerUrl } = useMe();
  const planned = item.links[0]?.value ?? '';
  const [slug, setSlug] = useState(planned);
  const isSlug = SLUG.test(slug);
  return (
    <form
      noValidate
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSlug) onDecide({ ...decision, slug });
      }}
    >
      <Field
        label="Link that TUNE will send clicks to"
        hint={`${routerUrl}/r/${planned}`}
        error={isSlug ? undefined : 'Letters, digits, - and _, beginning with a letter or digit.'}
        className="max-w-sm flex-1 basis-60"
      >
        <Input
          value={slug}
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => setSlug(event.target.value)}
        />
      </Field>
      {slug !== planned && (
        <Button type="submit" className="mb-7">
          Use this
        </Button>
      )}
    </form>
  );
}
