// Runs before the first paint. src/lib/theme.ts writes the same key and attribute afterwards.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('alyson.theme');
  } catch {
    // Storage may be refused; the system's theme then serves.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : system;
})();
