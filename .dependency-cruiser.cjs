// Who may import what: domain <- middle <- root, io on the side, schema below all.
// The parser here cannot tell `import type` from `import`, so a rule names the one shared path instead.
const ADAPTER = '/src/io/[^/]+\\.[^/]+\\.ts$'; // io/<port>.<technology>.ts
const ROOT = '^(router/src/(worker|node|release-hub)|control-plane/src/main|worker/src/main)\\.ts$';
const TEST = '(\\.test|\\.bench|\\.contract)\\.tsx?$|/test/|/bench/';
const WORKSPACES = ['router', 'control-plane', 'worker', 'web'];
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('schema-is-the-floor', 'schema knows nobody', { path: '^schema/' }, { path: `^(${WORKSPACES.join('|')})/` }),
    ...WORKSPACES.map((workspace) =>
      rule(
        `no-sideways-from-${workspace}`,
        "share through schema; the preview may ask the router's rules",
        { path: `^${workspace}/` },
        {
          path: `^(${WORKSPACES.filter((other) => other !== workspace).join('|')})/`,
          ...(workspace === 'control-plane' && { pathNot: '^router/src/domain/' }),
        },
      ),
    ),
    rule(
      'domain-is-pure',
      'rules see values, never the outside',
      { path: '/src/domain/', pathNot: TEST },
      { pathNot: ['/src/domain/', '^schema/src/'] },
    ),
    rule(
      'only-the-root-wires',
      'ask for a port; the root picks the technology',
      { path: '/src/', pathNot: [ROOT, TEST, ADAPTER] },
      { path: ADAPTER },
    ),
    rule(
      'adapters-stay-apart',
      'an adapter serves one port',
      { path: ADAPTER, pathNot: TEST },
      { path: ADAPTER, pathNot: TEST },
    ),
    rule(
      'sql-lives-in-stores',
      'one place to look for a query',
      {
        path: '^(router|control-plane|worker|web)/src/',
        pathNot: ['^control-plane/src/.*\\.store\\.ts$', '^control-plane/src/io/database', TEST],
      },
      { path: ['^schema/tables/', 'node_modules/drizzle-orm'] },
    ),
    rule(
      'features-stay-apart',
      'features meet in domain/ or in the outbox',
      { path: '^(control-plane|web)/src/features/([^/]+)/', pathNot: TEST },
      { path: '^$1/src/features/', pathNot: '^$1/src/features/$2/' },
    ),
    rule(
      'web-flows-downwards',
      'app -> features -> ui, lib',
      { path: '^web/src/(ui|lib)/' },
      { path: '^web/src/(app|features)/' },
    ),
    rule(
      'features-below-app',
      'a page does not know its URL',
      { path: '^web/src/features/' },
      { path: '^web/src/app/' },
    ),
    rule(
      'workflows-are-deterministic',
      'replay must give the same commands; activities by their type only',
      { path: '^worker/src/workflows/', pathNot: TEST },
      {
        pathNot: [
          '^worker/src/(workflows|domain)/',
          '^worker/src/activities/index\\.ts$',
          '^schema/src/',
          'node_modules/@temporalio/workflow',
        ],
      },
    ),
    rule(
      'edge-stays-small',
      'no Node at the edge',
      { path: '^router/src/', pathNot: [TEST, '^router/src/node\\.ts$', '\\.(disk|spool|mmdb|node)\\.ts$'] },
      { dependencyTypes: ['core'] },
    ),
    rule('no-cycles', 'a cycle is one module in two files', {}, { circular: true }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['worker-configuration\\.d\\.ts$', '^[^/]+/dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
