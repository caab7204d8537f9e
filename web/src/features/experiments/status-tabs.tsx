import type { ExperimentListItem } from '@alyson/schema';
import { formatCount } from '../../ui/format/count.ts';
import { TabLink, TabLinks } from '../../ui/tabs.tsx';
import { countByStatus, STATUS_LABEL, STATUSES, type Status } from './status.ts';

interface StatusTabsProps {
  /** All that are not archived. Undefined while they are being read: then no counts are shown. */
  items: readonly ExperimentListItem[] | undefined;
}

/** The groups of the list with how many each has. */
export function StatusTabs({ items }: StatusTabsProps) {
  const counts = items && countByStatus(items);
  const tabs: { value: Status | undefined; label: string; count: number | undefined }[] = [
    { value: undefined, label: 'All', count: items?.length },
    ...STATUSES.map((value) => ({
      value,
      label: STATUS_LABEL[value],
      count: value === 'archived' ? undefined : counts?.[value],
    })),
  ];
  return (
    <TabLinks label="States">
      {tabs.map(({ value, label, count }) => (
        <TabLink
          key={label}
          to="/experiments"
          search={(old) => ({ ...old, status: value })}
          activeOptions={{ explicitUndefined: true }}
        >
          {label}
          <span className="text-12 font-normal text-subtle">{count === undefined ? '' : formatCount(count)}</span>
        </TabLink>
      ))}
    </TabLinks>
  );
}
