import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { listAttention } from './list-attention.ts';

export function registerAttention(app: App): void {
  mount(app, endpoints.listAttention, listAttention);
}
