import type { Optimization, Prediction, WeightCause, WeightChange } from '@alyson/schema';
import { formatPoints } from '../../../ui/format/change.ts';
import { formatCount } from '../../../ui/format/count.ts';
import { formatChance, formatWeight } from '../../../ui/format/percent.ts';
import type { ObjectiveFormat } from '../objective-format.ts';

/** A part below this reads as nothing. */
const WORTH_SAYING_BASIS_POINTS = 10;

export interface WeightChangeFacts {
  letter: string;
  change: WeightChange;
  /** The run's word on this agent, and the word of the graded run before it. */
  prediction: Prediction | null;
  previous: Prediction | null;
  limits: Pick<Optimization, 'floorBasisPoints' | 'stepBasisPoints'>;
  format: ObjectiveFormat;
}

/** What a cause is called beside its bar. */
export const CAUSE_LABELS: Record<WeightCause['code'], string> = {
  prediction: 'Prediction',
  floor: 'Exploration minimum',
  step_limit: 'Largest step',
  agent_off: 'Agents turned off',
  rounding: 'Rounding',
};

/** Why an agent's weight changed, in sentences made of the receipt's numbers and nothing else. */
export function weightChangeText(facts: WeightChangeFacts): string {
  const { letter, change } = facts;
  const causes = change.causes.filter((cause) => Math.abs(cause.basisPoints) >= WORTH_SAYING_BASIS_POINTS);
  return [
    moved(letter, change),
    ...causes.map((cause) => `${causeSentence(cause, facts)} (${formatPoints(cause.basisPoints)}).`),
  ].join(' ');
}

/** `B went from 20% to 35%.` */
function moved(
  letter: string,
  { fromBasisPoints, toBasisPoints }: Pick<WeightChange, 'fromBasisPoints' | 'toBasisPoints'>,
): string {
  return fromBasisPoints === toBasisPoints
    ? `${letter} stayed at ${formatWeight(toBasisPoints)}.`
    : `${letter} went from ${formatWeight(fromBasisPoints)} to ${formatWeight(toBasisPoints)}.`;
}

function causeSentence({ code, basisPoints }: WeightCause, facts: WeightChangeFacts): string {
  const { change, limits } = facts;
  const isToward = Math.sign(basisPoints) === Math.sign(change.toBasisPoints - change.fromBasisPoints);
  switch (code) {
    case 'prediction':
      return predictionSentence(facts);
    case 'floor':
      return basisPoints > 0
        ? `The ${formatWeight(limits.floorBasisPoints)} exploration minimum kept it up`
        : "The other agents' exploration minimum took a part";
    case 'step_limit': {
      const limit = `The ${limits.stepBasisPoints / 100}-point limit per release`;
      return isToward ? `${limit} kept other agents from moving as far` : `${limit} held it back`;
    }
    case 'agent_off':
      return basisPoints > 0 ? 'It took over a part of the agents that are off' : 'It is off';
    case 'rounding':
      return 'The rest is rounding';
    default:
      return code satisfies never;
  }
}

function predictionSentence({ prediction, previous, format }: WeightChangeFacts): string {
  if (!prediction) return 'The prediction asked for it';
  const now = estimateOf(prediction, format);
  const chance = `${formatChance(prediction.probabilityBest)} likely to be best`;
  if (!previous) return `Its predicted ${format.name} is ${format.value(now)}, ${chance}`;
  const before = estimateOf(previous, format);
  const clicks = prediction.clicks - previous.clicks;
  const after = clicks > 0 ? ` after ${formatCount(clicks)} more clicks` : '';
  if (format.value(before) === format.value(now))
    return `Its predicted ${format.name} stayed at ${format.value(now)}${after}, ${chance}`;
  const verb = now > before ? 'rose' : 'fell';
  return `Its predicted ${format.name} ${verb} from ${format.value(before)} to ${format.value(now)}${after}, ${chance}`;
}

const estimateOf = ({ rpc, cvr }: Prediction, { name }: ObjectiveFormat): number => (name === 'RPC' ? rpc : cvr).mean;
