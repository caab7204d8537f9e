import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { eraseVisitor } from './erase-visitor.ts';

export function registerRetention(app: App): void {
  mount(app, endpoints.eraseVisitor, eraseVisitor);
}
