export * from './clicks.ts';
export * from './conversions.ts';
export * from './experiments.ts';
export * from './operations.ts';
export * from './ramps.ts';
export * from './runs.ts';
export * from './workspaces.ts';
