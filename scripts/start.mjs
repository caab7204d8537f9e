// Plain JavaScript, so that an old Node can read it far enough to say what is wrong.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error('alyson: this needs Node 24; npm start brings its own, so run npm start.');
  process.exit(1);
}
const { start } = await import('./start/start.ts');
await start(process.env);
