// Plain JavaScript, so that an old Node can read it far enough to say what is wrong.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error('alyson: this needs Node 24; npm run demo brings its own.');
  process.exit(1);
}
const { demo } = await import('./demo/demo.ts');
await demo(process.argv.slice(2), process.env);
