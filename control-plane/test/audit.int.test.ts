import { describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

describe('C3: the audit log', () => {
  test('given changes, then they come newest first, page by page, with who, what, before and after', async () => {
    const experiment = await startedExperiment(plane.client(plane.workspace.tokens.editor));
    const { id: experimentId } = experiment;
    await plane.client().pauseExperiment({ params: { experimentId } });
    const first = await plane.client().listAudit({ query: { objectId: experimentId, limit: 2 } });
    expect(first.items.map((entry) => entry.action)).toEqual(['experiment.paused', 'experiment.started']);
    expect(first.items[0]).toMatchObject({
      actor: { kind: 'token', name: 'admin of Acme' },
      objectName: experiment.name,
      before: { state: 'running' },
      after: { state: 'paused', releaseNumber: 2 },
      requestId: expect.stringMatching(/^req_/),
      at: new Date(plane.clock.now).toISOString(),
    });
    const cursor = first.nextCursor ?? expect.fail();
    const second = await plane.client().listAudit({ query: { objectId: experimentId, limit: 2, cursor } });
    expect(second).toMatchObject({
      items: [{ action: 'experiment.created', actor: { name: 'editor of Acme' } }],
      nextCursor: null,
    });
  });

  test('given a change that was refused, then there is no entry of it', async () => {
    const { id: experimentId } = await plane.client().createExperiment({ body: draft() });
    await expect(plane.client().pauseExperiment({ params: { experimentId } })).rejects.toThrow();
    const { items } = await plane.client().listAudit({ query: { objectId: experimentId } });
    expect(items.map((entry) => entry.action)).toEqual(['experiment.created']);
  });

  test('given an id of the caller’s own, then the entry carries it', async () => {
    const { id: experimentId } = await plane.client().createExperiment({ body: draft() });
    const headers = { 'x-request-id': 'trace-42' };
    await plane.request(`/v1/experiments/${experimentId}/start`, {
      method: 'POST',
      token: plane.workspace.tokens.admin,
      headers,
    });
    const { items } = await plane.client().listAudit({ query: { objectId: experimentId, limit: 1 } });
    expect(items[0]).toMatchObject({ action: 'experiment.started', requestId: 'trace-42' });
  });
});
