import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { listRamps } from './list-ramps.ts';
import { startRamp } from './start-ramp.ts';
import { abortRamp, finishRamp, pauseRamp, resumeRamp } from './steer-ramp.ts';

export function registerRamps(app: App): void {
  mount(app, endpoints.listRamps, (ctx, { params, query }) => listRamps(ctx, { ...params, ...query }));
  mount(app, endpoints.startRamp, (ctx, { params, body, ifMatch }) => startRamp(ctx, { ...params, ...body, ifMatch }));
  mount(app, endpoints.pauseRamp, (ctx, { params }) => pauseRamp(ctx, params));
  mount(app, endpoints.resumeRamp, (ctx, { params }) => resumeRamp(ctx, params));
  mount(app, endpoints.finishRamp, (ctx, { params }) => finishRamp(ctx, params));
  mount(app, endpoints.abortRamp, (ctx, { params, body }) => abortRamp(ctx, { ...params, ...body }));
}
