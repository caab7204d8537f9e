import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { diffReleases } from './diff-releases.ts';
import { getRelease } from './get-release.ts';
import { listEdges } from './list-edges.ts';
import { listReleases } from './list-releases.ts';
import { locateRelease } from './locate-release.ts';
import { getBundle, listBundles } from './read-bundles.ts';
import { rollBack } from './roll-back.ts';

export function registerReleases(app: App): void {
  mount(app, endpoints.listReleases, (ctx, { params, query }) => listReleases(ctx, { ...params, ...query }));
  mount(app, endpoints.getRelease, (ctx, { params }) => getRelease(ctx, params));
  mount(app, endpoints.rollBack, (ctx, { params, body, ifMatch }) => rollBack(ctx, { ...params, ...body, ifMatch }));
  mount(app, endpoints.diffReleases, (ctx, { params, query }) => diffReleases(ctx, { ...params, ...query }));
  mount(app, endpoints.locateRelease, (ctx, { params }) => locateRelease(ctx, params.experimentId));
  mount(app, endpoints.listEdges, (ctx) => listEdges(ctx));
  mount(app, endpoints.listBundles, (ctx) => listBundles(ctx));
  mount(app, endpoints.getBundle, (ctx, { params }) => getBundle(ctx, params.shard));
}
