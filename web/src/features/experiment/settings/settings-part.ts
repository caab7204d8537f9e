import type { Faults, SettingsValues } from './settings-values.ts';

/** What every part of the settings form is given. */
export interface SettingsPartProps {
  values: SettingsValues;
  faults: Faults;
  onChange: (next: Partial<SettingsValues>) => void;
  isReadOnly: boolean;
}
