import * as z from 'zod';
import { NewAgent } from './agent.ts';
import { experimentSettings } from './experiment.ts';
import { AgentId, TemplateId } from './ids.ts';
import { Timestamp } from './time.ts';

const { name, ...settings } = experimentSettings;

/** All that one experiment can hand on to another: everything but its name, its links, its salt and its history. */
export const ExperimentContent = z.object({
  ...settings,
  /** With the ids that the rules name them by; whoever takes the content over gives them new ones. */
  agents: z.array(z.object({ ...NewAgent.shape, id: AgentId })),
});
export type ExperimentContent = z.infer<typeof ExperimentContent>;

/** A workspace's own starting point for experiments. */
export const Template = z.object({
  id: TemplateId,
  name: z.string(),
  content: ExperimentContent,
  createdBy: z.string(),
  /** Goes up with every change; send it as `If-Match`. */
  version: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Template = z.infer<typeof Template>;

export const CreateTemplate = z.object({
  name,
  /** The experiment whose content it keeps. */
  experimentId: z.string().max(64),
});

export const ChangeTemplate = z.object({ name });
