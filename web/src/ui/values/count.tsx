import { formatCount, formatHeadlineCount } from '../format/count.ts';
import { Tooltip } from '../tooltip.tsx';

export const Count = ({ value }: { value: number }) => <span>{formatCount(value)}</span>;

/** `128.4k` from 100,000; the exact number is a hover away. */
export function HeadlineCount({ value }: { value: number }) {
  return (
    <Tooltip text={formatCount(value)}>
      <span>{formatHeadlineCount(value)}</span>
    </Tooltip>
  );
}
