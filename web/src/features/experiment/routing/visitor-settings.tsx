import type { RedirectStatus } from '@alyson/schema';
import { useMe } from '../../../lib/me.ts';
import { Card } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/input.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import type { RoutingFaults, RoutingValues } from './routing-values.ts';

interface VisitorSettingsProps {
  values: RoutingValues;
  faults: RoutingFaults;
  onChange: (next: Partial<RoutingValues>) => void;
  isReadOnly: boolean;
}

const STATUSES: Readonly<Record<RedirectStatus, string>> = {
  302: '302, as everywhere',
  303: '303, always a GET',
  307: '307, keeps the method',
};

/** How long a visitor keeps their agent, how many clicks a day, and by whose clock. */
export function VisitorSettings({ values, faults, onChange, isReadOnly }: VisitorSettingsProps) {
  return (
    <Card title="Visitors, days and redirects">
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        <Field
          label="Keep a visitor's agent"
          error={faults.get('stickyDays')}
          hint="For so many days a cookie brings the same browser to the same agent, whatever the weights become. 0: never."
        >
          <NumberField
            value={values.stickyDays}
            onChange={(stickyDays) => onChange({ stickyDays })}
            min={0}
            max={400}
            unit="days"
            readOnly={isReadOnly}
            className="max-w-40"
          />
        </Field>
        <ZoneField values={values} faults={faults} onChange={onChange} isReadOnly={isReadOnly} />
        <CapField values={values} faults={faults} onChange={onChange} isReadOnly={isReadOnly} />
        <FailingPagesField values={values} onChange={onChange} isReadOnly={isReadOnly} />
        <Field label="Redirect status" hint="302 unless a partner asks for another.">
          <Select
            value={values.redirectStatus}
            disabled={isReadOnly}
            onChange={(event) => onChange({ redirectStatus: Number(event.target.value) as RedirectStatus })}
          >
            {Object.entries(STATUSES).map(([status, label]) => (
              <option key={status} value={status}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Card>
  );
}

function ZoneField({ values, faults, onChange, isReadOnly }: VisitorSettingsProps) {
  const { workspace } = useMe();
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = new Set([values.timezone, workspace.timezone, browser, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return (
    <Field
      label="Time zone"
      error={faults.get('timezone')}
      hint="In which rules read the hours of the week, and in which a cap's day begins."
    >
      <Select
        value={values.timezone}
        disabled={isReadOnly}
        onChange={(event) => onChange({ timezone: event.target.value })}
      >
        {[...zones].map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function FailingPagesField({ values, onChange, isReadOnly }: Omit<VisitorSettingsProps, 'faults'>) {
  return (
    <div>
      <label className="touch-target mb-1 flex cursor-pointer items-center gap-2 text-14">
        <input
          type="checkbox"
          checked={values.takesOutFailingPages}
          disabled={isReadOnly}
          onChange={(event) => onChange({ takesOutFailingPages: event.target.checked })}
          className="size-4 accent-ink"
        />
        Take failing pages out of the split
      </label>
      <p className="text-13 text-muted">
        After two failed checks in a row the agent is turned off, and on again when its page is well. Never the last
        one.
      </p>
    </div>
  );
}

function CapField({ values, faults, onChange, isReadOnly }: VisitorSettingsProps) {
  return (
    <div>
      <label className="touch-target mb-2 flex cursor-pointer items-center gap-2 text-14">
        <input
          type="checkbox"
          checked={values.hasCap}
          disabled={isReadOnly}
          onChange={(event) => onChange({ hasCap: event.target.checked })}
          className="size-4 accent-ink"
        />
        Limit clicks per day
      </label>
      {values.hasCap && (
        <Field
          label="Daily cap of all agents"
          error={faults.get('dailyCap')}
          hint="Of people, bots not counted. Reached, clicks go to the fallback until the day ends. It may overshoot by what comes in the second or two until every router knows. Caps of single agents are under Settings."
        >
          <NumberField
            value={values.dailyCap}
            onChange={(dailyCap) => onChange({ dailyCap })}
            min={1}
            step={100}
            unit="clicks"
            readOnly={isReadOnly}
            className="max-w-48"
          />
        </Field>
      )}
    </div>
  );
}
