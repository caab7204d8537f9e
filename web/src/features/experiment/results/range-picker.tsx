import { Select } from '../../../ui/input.tsx';
import { RANGE_LABELS, RANGES, type Range } from './range.ts';

/** Which clicks are counted: those of the last so many days, by the day of the click. */
export const RangePicker = ({ value, onChange }: { value: Range; onChange: (range: Range) => void }) => (
  <Select
    aria-label="Clicks of"
    value={value}
    className="w-40 shrink-0"
    onChange={(event) => onChange(RANGES.find((range) => range === event.target.value) ?? value)}
  >
    {RANGES.map((range) => (
      <option key={range} value={range}>
        {RANGE_LABELS[range]}
      </option>
    ))}
  </Select>
);
