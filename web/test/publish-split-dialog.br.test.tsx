import { Experiment, Me } from '@alyson/schema';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { CurrentExperiment } from '../src/features/experiment/current-experiment.ts';
import { PublishSplitDialog } from '../src/features/experiment/split/publish-split-dialog.tsx';
import { createQueryClient } from '../src/lib/query-client.ts';
import { keys } from '../src/lib/query-keys.ts';
import { TooltipProvider } from '../src/ui/tooltip.tsx';

const AT = '2026-11-20T12:00:00.000Z';
const ids = ['agt_01h455vb4pex5vsknk084sn02q', 'agt_01h455vb4pex5vsknk084sn02r'] as const;
const agentOf = (id: string, index: number) => ({
  id,
  number: index + 1,
  letter: 'AB'.charAt(index),
  name: `Page ${index + 1}`,
  landingUrl: `https://lp.example.com/${index + 1}`,
  isControl: index === 0,
  state: 'on',
  weightBasisPoints: 5000,
  dailyCap: null,
  isCapped: false,
  tuneUrlId: null,
  offCause: null,
  page: null,
});
const experiment = Experiment.parse({
  id: 'exp_01h455vb4pex5vsknk084sn02q',
  number: 1,
  name: 'Solar quote',
  state: 'running',
  mode: 'auto',
  objective: 'rpc',
  heldSince: null,
  holdReason: null,
  currency: 'USD',
  attributionWindowDays: 90,
  fallbackUrl: null,
  rules: [],
  timezone: 'UTC',
  stickyDays: 0,
  redirectStatus: 302,
  takesOutFailingPages: false,
  dailyCap: null,
  isCapped: false,
  optimization: { burnInClicks: 400, stepBasisPoints: 2000, floorBasisPoints: 500, staleAfterMinutes: 360 },
  startsAt: null,
  willStartAt: null,
  endsAt: null,
  willEndAt: null,
  gradingSchedule: null,
  nextGradingAt: null,
  agents: ids.map(agentOf),
  links: [],
  release: { number: 3, status: 'applied', publishedAt: AT },
  ramp: null,
  version: 7,
  createdAt: AT,
  updatedAt: AT,
  startedAt: AT,
});
const meWhere = (needsApproval: boolean) =>
  Me.parse({
    actor: { kind: 'user', id: 'usr_1', name: 'Dana', email: 'dana@example.com' },
    workspace: { id: 'ws_1', name: 'Northwind', timezone: 'UTC', currency: 'USD', needsApproval },
    role: 'editor',
    permissions: ['experiment:read', 'experiment:write'],
    routerUrl: 'http://127.0.0.1:8787',
    apiUrl: 'http://127.0.0.1:8788',
    runEngine: 'in_process',
  });

interface Sent {
  method: string;
  path: string;
  body: unknown;
}

/** The API as far as the dialog needs it, over its real client. @returns what was written */
function answerAs(respond: (sent: Sent) => Response): Sent[] {
  const written: Sent[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit) => {
    const path = new URL(input, location.href).pathname;
    const sent = { method: init.method ?? 'GET', path, body: init.body ? JSON.parse(String(init.body)) : null };
    if (sent.method.toUpperCase() === 'GET') return Response.json(experiment);
    written.push(sent);
    return respond(sent);
  });
  return written;
}
afterEach(() => void vi.unstubAllGlobals());

function dialogFor({ needsApproval = false, onPublished = () => {} }) {
  const client = createQueryClient();
  client.setQueryData(keys.me, meWhere(needsApproval));
  client.setQueryData(keys.experiment(experiment.id), experiment);
  const entries = ids.map((agentId, index) => ({ agentId, basisPoints: index === 0 ? 2000 : 8000, isLocked: false }));
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <Suspense>
          <CurrentExperiment value={experiment}>
            <PublishSplitDialog
              draft={{ base: experiment, entries }}
              warnings={[]}
              onRebase={() => {}}
              onDiscard={() => {}}
              onClose={() => {}}
              onPublished={onPublished}
            />
          </CurrentExperiment>
        </Suspense>
      </TooltipProvider>
    </QueryClientProvider>
  );
}

test('given a change of 30 points in steps of 10, then the ramp is planned in words, and sent as it was entered (C9)', async () => {
  const written = answerAs(() => Response.json(experiment, { status: 201 }));
  const onPublished = vi.fn();
  const screen = await render(dialogFor({ onPublished }));
  await userEvent.click(screen.getByRole('radio', { name: /In steps/ }));
  await expect
    .element(screen.getByText('Clicks follow it step by step, each as soon as the router has it.'))
    .toBeVisible();
  await expect.element(screen.getByText(/^3 steps: the first now, the last in 2 h/)).toBeVisible();
  await userEvent.fill(screen.getByLabelText('Time between steps'), '15');
  await expect.element(screen.getByText(/the last in 30 min/)).toBeVisible();
  await userEvent.click(screen.getByRole('radio', { name: /Stop and go back/ }));
  await userEvent.fill(screen.getByLabelText('Reason'), 'B is ahead');
  await userEvent.click(screen.getByRole('button', { name: 'Start the ramp' }));
  await vi.waitFor(() => expect(onPublished).toHaveBeenCalledOnce());
  expect(written).toEqual([
    {
      method: 'POST',
      path: `/v1/experiments/${experiment.id}/ramps`,
      body: {
        weights: [
          { agentId: ids[0], weightBasisPoints: 2000 },
          { agentId: ids[1], weightBasisPoints: 8000 },
        ],
        reason: 'B is ahead',
        hold: false,
        stepBasisPoints: 1000,
        intervalMinutes: 15,
        onBreach: 'return',
      },
    },
  ]);
});

test('given a step as large as the change, or no reason, then each says so at its field, and nothing is sent', async () => {
  const written = answerAs(() => Response.json(experiment, { status: 201 }));
  const screen = await render(dialogFor({}));
  await userEvent.click(screen.getByRole('radio', { name: /In steps/ }));
  await userEvent.fill(screen.getByLabelText('Largest change per step'), '30');
  await userEvent.click(screen.getByRole('button', { name: 'Start the ramp' }));
  await expect.element(screen.getByLabelText('Largest change per step')).toHaveAccessibleDescription(/smaller steps/);
  await expect.element(screen.getByLabelText('Reason')).toHaveAttribute('aria-invalid', 'true');
  expect(written).toEqual([]);
});

test('given a workspace where a second person approves, then the dialog says so before anything is sent (C9)', async () => {
  answerAs(() => Response.json(experiment, { status: 201 }));
  const screen = await render(dialogFor({ needsApproval: true }));
  await expect.element(screen.getByRole('button', { name: 'Send for approval' })).toBeVisible();
  await expect.element(screen.getByText('Clicks follow it once another person has approved it.')).toBeVisible();
  expect(screen.getByRole('button', { name: /Publish release/ }).query()).toBeNull();
});
