import { groupMarks } from './group-marks.ts';
import { FlagMark, flagWidth, type ReleaseFlag } from './release-flag.tsx';

interface ReleaseFlagsProps {
  flags: readonly ReleaseFlag[];
  x: (at: number) => number;
  /** How far down their lines run. */
  bottom: number;
  /** The number of the release that stands out. */
  selected: number | null;
}

const AIR = 14;

/** The releases over a time axis. Where they crowd, one stands for its group, with a plus. */
export function ReleaseFlags({ flags, x, bottom, selected }: ReleaseFlagsProps) {
  const marks = flags.map((flag) => ({ ...flag, x: x(flag.at) }));
  const widest = Math.max(0, ...flags.map((flag) => flagWidth(String(flag.number))));
  return groupMarks(marks, widest + AIR).map((group) => {
    const shown = group.marks.find((mark) => mark.number === selected) ?? group.marks.at(-1);
    if (!shown) return null;
    const more = group.marks.length > 1 ? '+' : '';
    return (
      <FlagMark
        key={shown.number}
        kind={shown.kind}
        text={`${shown.number}${more}`}
        x={group.x}
        y={1}
        bottom={bottom}
        isSelected={shown.number === selected}
      />
    );
  });
}
