import type {
  ChanceTest,
  TuneFinding,
  TuneImport,
  TuneLinkState,
  TuneMode,
  TuneParityExperiment,
  TunePlanItem,
  TuneShareReason,
} from '@alyson/schema';
import { formatCountOf } from '../../ui/format/count.ts';

export const MODES: Readonly<Record<TuneMode, { label: string; description: string }>> = {
  behind: {
    label: 'Behind TUNE',
    description:
      'TUNE records the click and pays, then sends it here. Affiliates keep their links; one offer URL changes.',
  },
  before: {
    label: 'Before TUNE',
    description: 'The click comes here first, then TUNE records it and shows the page that was chosen here.',
  },
  without: {
    label: 'Without TUNE',
    description: 'The click comes here, and TUNE has no part in it any more.',
  },
};

export const OUTCOMES: Readonly<Record<TunePlanItem['outcome'], string>> = {
  create: 'Becomes a draft',
  blocked: 'Needs you',
  left_out: 'Left out',
  changed: 'Changed in TUNE',
  unchanged: 'Imported',
};

export const SHARE_REASONS: Readonly<Record<TuneShareReason, string>> = {
  explicit: 'its custom weight',
  scaled: 'its custom weight, scaled to 100%',
  leftover: 'its part of what the weights leave',
  explicit_and_rest: 'its custom weight, and its part of the rest',
  even: 'all are equal',
  excluded: 'TUNE does not show it: the weights leave nothing',
  default_page: 'the offer shows its default URL alone',
};

export const ORIGINS: Readonly<Record<TuneImport['origin'], string>> = {
  api: "TUNE's API",
  json: 'Recorded answers',
  csv: 'A table',
};

export const LINK_STATES: Readonly<Record<TuneLinkState, string>> = {
  shadow: 'TUNE decides',
  routed: 'We decide',
  handed_back: 'Handed back to TUNE',
};

export const VERDICTS: Readonly<Record<TuneParityExperiment['verdict'], string>> = {
  alike: 'Alike: chance explains the difference',
  different: 'Different: chance does not explain it',
  too_few: 'Too few clicks to tell',
};

export const sourceText = ({ kind, id }: { kind: 'campaign' | 'offer'; id: string }): string =>
  kind === 'campaign' ? `ad group ${id}` : `offer ${id}`;

/** How likely chance alone makes such a difference: `43%`, and never a zero that looks like certainty. */
export function chanceText(test: ChanceTest | null): string {
  if (test === null) return 'not tested';
  const percent = test.pValue * 100;
  const p = percent < 0.01 ? 'less than 0.01%' : `${percent.toFixed(percent < 1 ? 2 : 0)}%`;
  return test.method === 'exact' ? `${p}, exact` : p;
}

export const needText = ({ need, isSettled }: TuneFinding): string => {
  if (need === 'note') return 'Good to know';
  if (isSettled) return need === 'fix' ? 'Another address is given' : 'Accepted';
  return need === 'fix' ? 'Needs another address, or a change in TUNE' : 'Needs your yes';
};

export const countsText = ({ counts }: Pick<TuneImport, 'counts'>): string =>
  [
    formatCountOf(counts.campaign, 'ad group'),
    formatCountOf(counts.creative, 'creative'),
    formatCountOf(counts.offer, 'offer'),
    formatCountOf(counts.offer_url, 'offer URL'),
    formatCountOf(counts.tiny_url, 'short link'),
  ].join(', ');
