import * as z from 'zod';
import { DuplicateExperiment, Experiment } from '../experiment.ts';
import { TemplateId } from '../ids.ts';
import { ChangeTemplate, CreateTemplate, Template } from '../template.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

const ofTemplate = z.object({ templateId: TemplateId });

export const templatesEndpoints = {
  listTemplates: endpoint({
    method: 'get',
    path: '/v1/templates',
    summary: "The workspace's templates, newest change first",
    permission: 'experiment:read',
    query: z.object(Page),
    response: pageOf(Template),
    problems: ['validation_failed'],
  }),
  createTemplate: endpoint({
    method: 'post',
    path: '/v1/templates',
    summary: "Keep an experiment's content as a template",
    permission: 'experiment:write',
    body: CreateTemplate,
    response: Template,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'name_taken', 'idempotency_key_reused'],
  }),
  getTemplate: endpoint({
    method: 'get',
    path: '/v1/templates/{templateId}',
    summary: 'One template',
    permission: 'experiment:read',
    params: ofTemplate,
    response: Template,
    problems: ['not_found'],
  }),
  changeTemplate: endpoint({
    method: 'patch',
    path: '/v1/templates/{templateId}',
    summary: 'Give a template another name',
    permission: 'experiment:write',
    params: ofTemplate,
    body: ChangeTemplate,
    response: Template,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required', 'name_taken'],
  }),
  deleteTemplate: endpoint({
    method: 'delete',
    path: '/v1/templates/{templateId}',
    summary: 'Delete a template; experiments made from it stay',
    permission: 'experiment:write',
    params: ofTemplate,
    response: Template,
    ifMatch: 'required',
    problems: ['not_found', 'stale_version', 'precondition_required'],
  }),
  createFromTemplate: endpoint({
    method: 'post',
    path: '/v1/templates/{templateId}/experiments',
    summary: 'Make a draft from a template',
    permission: 'experiment:write',
    params: ofTemplate,
    body: DuplicateExperiment,
    response: Experiment,
    status: 201,
    idempotent: true,
    problems: ['validation_failed', 'not_found', 'address_taken', 'idempotency_key_reused'],
  }),
} as const;
