import { RulesCard } from './rules-card.tsx';
import { SourcesCard } from './sources-card.tsx';

/** Where page events come from, and what they mean. */
export const PageEventsTab = () => (
  <div className="flex flex-col gap-4">
    <SourcesCard />
    <RulesCard />
  </div>
);
