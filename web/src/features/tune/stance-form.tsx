import { SubParameter, type TuneMode } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { hostsQuery } from '../../lib/hosts.ts';
import { useMe } from '../../lib/me.ts';
import { Card } from '../../ui/card.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import type { PlanRequest } from './queries.ts';
import { MODES } from './words.ts';

type Stance = PlanRequest['stance'];

interface StanceFormProps {
  stance: Stance;
  /** Of the tracking host, and of ours. */
  errors: { trackingHost?: string | undefined; host?: string | undefined };
  onChange: (stance: Stance) => void;
}

const OPTIONS = (['behind', 'before', 'without'] as const).map((value) => ({ value, ...MODES[value] }));

/** Where we are to stand beside TUNE: one answer for all that is imported at once. */
export function StanceForm({ stance, errors, onChange }: StanceFormProps) {
  const { data: hosts = [] } = useQuery(hostsQuery);
  const { routerUrl } = useMe();
  const change = (part: Partial<Stance>) => onChange({ ...stance, ...part });
  return (
    <Card title="How the links are to work" note="Nothing changes for any click until you move a link.">
      <div className="flex flex-col gap-5">
        <ChoiceCards
          legend="Where this router stands"
          value={stance.mode}
          columns={3}
          options={OPTIONS}
          onChange={(mode: TuneMode) => change({ mode })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Where TUNE itself answers clicks"
            error={errors.trackingHost}
            hint="TUNE's own tracking domain, not yours: the way back leads there."
          >
            <Input
              value={stance.trackingHost}
              spellCheck={false}
              placeholder="acme.go2cloud.org"
              className="font-mono text-13"
              onChange={(event) => change({ trackingHost: event.target.value.trim().toLowerCase() })}
            />
          </Field>
          {stance.mode !== 'behind' && (
            <Field
              label="Host of affiliates' links"
              error={errors.host}
              hint="Yours, if affiliates have it. Hosts are added under Links."
            >
              <Select value={stance.host ?? ''} onChange={(event) => change({ host: event.target.value || null })}>
                <option value="">{new URL(routerUrl).host} (this router's own)</option>
                {hosts.map(({ host }) => (
                  <option key={host} value={host}>
                    {host}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          {stance.mode === 'before' && (
            <Field label="Sub id for our click id" hint="One that affiliates do not use. TUNE hands it on to the page.">
              <Select
                value={stance.clickIdParameter ?? 'aff_sub5'}
                onChange={(event) => change({ clickIdParameter: SubParameter.parse(event.target.value) })}
              >
                {SubParameter.options.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            </Field>
          )}
        </div>
      </div>
    </Card>
  );
}
