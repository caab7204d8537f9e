/**
 * Loaded before a part's own code: when the process that started it is gone, however that ended, the part is asked to
 * stop, as by a person. The channel closes with the parent's life, so nothing has to be polled.
 */
const GIVE_UP_AFTER_MS = 10_000;

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GIVE_UP_AFTER_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref(); // waiting for that must not keep a part alive that has nothing else to do
