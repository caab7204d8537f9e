import { ExperimentAgents } from '../agents/experiment-agents.tsx';
import { Lifecycle } from '../lifecycle/lifecycle.tsx';
import { CopyAndKeep } from './copy-and-keep.tsx';
import { ScheduleHealth } from './schedule-health.tsx';
import { SettingsForm } from './settings-form.tsx';

/** Everything about the experiment that does not change by itself. */
export function SettingsTab() {
  return (
    <div className="flex flex-col gap-4">
      <h2 className="sr-only">Settings</h2>
      <ScheduleHealth />
      <SettingsForm />
      <ExperimentAgents />
      <Lifecycle />
      <CopyAndKeep />
    </div>
  );
}
