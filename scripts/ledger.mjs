// Plain JavaScript, so that an old Node can read it far enough to say what is wrong.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error('alyson: this needs Node 24; npm run ledger brings its own.');
  process.exit(1);
}
const { printLedger } = await import('./ledger/print-ledger.ts');
process.exitCode = await printLedger(process.env);
