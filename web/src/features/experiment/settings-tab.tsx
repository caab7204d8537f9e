import { useCurrentExperiment } from './current-experiment.ts';
import { ExperimentAgents } from './experiment-agents.tsx';
import { ExperimentLinks } from './experiment-links.tsx';
import { Lifecycle } from './lifecycle.tsx';
import { SettingsForm } from './settings-form.tsx';

/** Everything about the experiment that does not change by itself. */
export function SettingsTab() {
  const { links } = useCurrentExperiment();
  return (
    <div className="flex flex-col gap-4">
      <h2 className="sr-only">Settings</h2>
      <SettingsForm />
      <div id="links">
        <ExperimentLinks links={links} />
      </div>
      <ExperimentAgents />
      <Lifecycle />
    </div>
  );
}
