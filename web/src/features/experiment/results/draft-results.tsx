import { FlaskConical } from 'lucide-react';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SplitBar } from '../../../ui/split-bar.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { SplitTable } from '../split/split-table.tsx';
import { ExperimentLinks } from './experiment-links.tsx';

/** Before the start there is nothing to measure: what is ready, and what starting does. */
export function DraftResults() {
  const { agents, links } = useCurrentExperiment();
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
      <Card className="lg:col-span-12">
        <EmptyState icon={FlaskConical} title="No results yet">
          Start the experiment, and every click on its links is routed to an agent and counted here.
        </EmptyState>
      </Card>
      <Card title="The split it starts with" className="lg:col-span-6">
        <div className="flex flex-col gap-3">
          <SplitBar shares={agents} />
          <SplitTable
            caption="The split it starts with"
            agents={agents}
            columns={[
              {
                label: 'Weight',
                weights: new Map(agents.map((agent) => [agent.id as string, agent.weightBasisPoints])),
              },
            ]}
          />
        </div>
      </Card>
      <div className="lg:col-span-6">
        <ExperimentLinks links={links} />
      </div>
    </div>
  );
}
