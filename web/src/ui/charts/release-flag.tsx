import { clsx } from 'clsx';

/** A release on the time axis. `optimizer` is the machine's own doing, and alone carries the highlighter. */
export interface ReleaseFlag {
  number: number;
  /** In epoch ms. */
  at: number;
  kind: 'optimizer' | 'person' | 'rollback';
}

interface FlagMarkProps {
  kind: ReleaseFlag['kind'];
  text: string;
  /** The middle of the mark and its top. */
  x: number;
  y: number;
  /** How far down its line runs. */
  bottom: number;
  isSelected: boolean;
}

export const FLAG_HEIGHT = 18;
const LETTER_WIDTH = 7;
const PADDING = 11;

/** How wide the mark of a text is. */
export const flagWidth = (text: string): number => Math.max(22, text.length * LETTER_WIDTH + PADDING);

/** Filled highlighter: the optimizer. Outlined with a dashed line: a person. Round with an arrow back: a rollback. */
export function FlagMark({ kind, text, x, y, bottom, isSelected }: FlagMarkProps) {
  const width = flagWidth(text) + (kind === 'rollback' ? 10 : 0);
  return (
    <g>
      <line
        x1={x}
        x2={x}
        y1={y + FLAG_HEIGHT}
        y2={bottom}
        className={clsx(kind === 'optimizer' ? 'stroke-highlighter-line' : 'stroke-text', !isSelected && 'opacity-60')}
        strokeDasharray={kind === 'optimizer' ? undefined : '3 3'}
        strokeWidth={isSelected ? 2 : 1}
      />
      <rect
        x={x - width / 2}
        y={y}
        width={width}
        height={FLAG_HEIGHT}
        rx={kind === 'rollback' ? FLAG_HEIGHT / 2 : 4}
        className={kind === 'optimizer' ? 'fill-highlighter stroke-highlighter-line' : 'fill-surface stroke-text'}
        strokeWidth={isSelected ? 2 : 1}
      />
      {kind === 'rollback' && <BackArrow x={x - width / 2 + 6} y={y + 5} />}
      <text
        x={x + (kind === 'rollback' ? 5 : 0)}
        y={y + 13}
        textAnchor="middle"
        className={clsx(
          'text-12 font-semibold tabular-nums',
          kind === 'optimizer' ? 'fill-on-highlighter' : 'fill-text',
        )}
      >
        {text}
      </text>
    </g>
  );
}

/** An arrow that turns back, 8 px square. */
const BackArrow = ({ x, y }: { x: number; y: number }) => (
  <path
    d={`M${x + 3} ${y} l-3 3 l3 3 M${x} ${y + 3} h5 a2.5 2.5 0 0 1 0 5 h-2`}
    className="fill-none stroke-text"
    strokeWidth={1.25}
  />
);
