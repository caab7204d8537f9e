import type { ClickRecord } from './click-log.ts';

/** What the control plane has of a click. */
export interface StoredClick {
  readonly id: string;
  readonly utmContent: string;
}

export interface History {
  readonly log: readonly ClickRecord[];
  readonly stored: readonly StoredClick[];
  /** Pages the link is configured with, without their query. */
  readonly pages: ReadonlySet<string>;
}

/** What must not be, by token or in words: empty lists are what everybody wants. */
export interface Findings {
  /** Answered with anything but a redirect, or not at all. */
  readonly failed: readonly string[];
  /** Redirected, and not stored. */
  readonly lost: readonly string[];
  /** Stored, and never sent. */
  readonly invented: readonly string[];
  /** Stored under more than one id. */
  readonly twice: readonly string[];
  /** Sent to a page that is none of the link's, or without their own token. */
  readonly wrong: readonly string[];
  /** Decided by an older release than one that had been seen before, at the same server. */
  readonly older: readonly string[];
}

/** Holds what clients saw against what was stored: stored ⊇ answered, stored ⊆ sent, nothing twice, nobody led astray. */
export function checkHistory({ log, stored, pages }: History): Findings {
  const redirected = log.filter(({ status }) => status === 302);
  const sent = new Set(log.map(({ token }) => token));
  const ids = Map.groupBy(stored, ({ utmContent }) => utmContent);
  return {
    failed: log
      .filter(({ status }) => status !== 302)
      .map(({ token, status, fault }) => `${token}: ${fault || status}`),
    lost: redirected.filter(({ token }) => !ids.has(token)).map(({ token }) => token),
    invented: [...ids.keys()].filter((token) => !sent.has(token)),
    twice: [...ids].filter(([, clicks]) => clicks.length > 1).map(([token]) => token),
    wrong: redirected.filter((click) => !isRight(click, pages)).map(({ token, location }) => `${token}: ${location}`),
    older: [...Map.groupBy(redirected, ({ port }) => port).values()].flatMap(findOlder),
  };
}

/** The end of the address is compared as it came: a token is carried byte for byte. */
function isRight({ token, location }: ClickRecord, pages: ReadonlySet<string>): boolean {
  return pages.has(location.split('?', 1)[0] ?? '') && location.endsWith(`&utm_content=${token}`);
}

/** A page's address names the release that chose it. Only clicks sent after an answer can be held against it. */
function findOlder(log: readonly ClickRecord[]): string[] {
  const answers = log.map((click) => ({ at: click.sentAt + click.ms, release: releaseOf(click) }));
  answers.sort((a, b) => a.at - b.at);
  const older: string[] = [];
  let next = 0;
  let newest = 0;
  for (const click of log.toSorted((a, b) => a.sentAt - b.sentAt)) {
    for (; (answers[next]?.at ?? Number.POSITIVE_INFINITY) < click.sentAt; next += 1)
      newest = Math.max(newest, answers[next]?.release ?? 0);
    const release = releaseOf(click);
    if (release < newest) older.push(`${click.token}: release ${release} after ${newest}`);
  }
  return older;
}

const releaseOf = ({ location }: ClickRecord): number => Number(/[?&]release=(\d+)/.exec(location)?.[1] ?? 0);
