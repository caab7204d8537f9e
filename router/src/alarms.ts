import { type Alarm, type Instant, type Readiness, toTimestamp } from '@alyson/schema';
import { type Log, oncePerMinute } from './log.ts';

/** Something that should not be. */
export interface AlarmRule {
  /** Snake case. */
  readonly name: string;
  /** While it stands this edge is not ready (`GET /readyz`). Clicks are answered all the same (R18). */
  readonly stopsReadiness: boolean;
  /** What is wrong, in words that stay the same while it stays wrong; null while all is well. */
  readonly look: () => string | null;
}

export interface Alarms {
  /** Looks now; an alarm that stands is said in the log, once a minute. */
  readiness(): Readiness;
  /** Looks now: whether each alarm stands, by name. */
  standing(): ReadonlyMap<string, boolean>;
}

export interface AlarmsOptions {
  readonly rules: readonly AlarmRule[];
  readonly now: () => Instant;
  readonly log: Log;
}

/** Keeps since when what is wrong. What nobody looks at is not noticed: a host looks from time to time. */
export function createAlarms({ rules, now, log }: AlarmsOptions): Alarms {
  const raised = new Map<string, Alarm & { readonly raisedAt: Instant }>();
  const tell = oncePerMinute(log, now);

  const look = () => {
    for (const { name, look } of rules) {
      const detail = look();
      const alarm = raised.get(name);
      if (detail !== null) raise(name, detail);
      else if (alarm) {
        raised.delete(name);
        log('info', 'alarm is over', { alarm: name, lastedMs: now() - alarm.raisedAt });
      }
    }
  };

  const raise = (name: string, detail: string) => {
    const raisedAt = raised.get(name)?.raisedAt ?? now();
    const since = toTimestamp(raisedAt);
    raised.set(name, { name, since, detail, raisedAt });
    tell('warn', `alarm: ${name}`, { since, detail });
  };

  const alarmsOf = (stopsReadiness: boolean): Alarm[] =>
    rules.flatMap((rule) => {
      const alarm = rule.stopsReadiness === stopsReadiness ? raised.get(rule.name) : undefined;
      return alarm ? [{ name: alarm.name, since: alarm.since, detail: alarm.detail }] : [];
    });

  return {
    readiness() {
      look();
      const notReady = alarmsOf(true);
      return { status: notReady.length === 0 ? 'ready' : 'not_ready', notReady, alarms: alarmsOf(false) };
    },
    standing() {
      look();
      return new Map(rules.map(({ name }) => [name, raised.has(name)]));
    },
  };
}
