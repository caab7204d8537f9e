import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { getIpData } from './get-ip-data.ts';
import { lookUpAddress } from './look-up-address.ts';

export function registerIpData(app: App): void {
  mount(app, endpoints.getIpData, (ctx) => getIpData(ctx));
  mount(app, endpoints.lookUpAddress, (ctx, { params }) => lookUpAddress(ctx, params.address));
}
