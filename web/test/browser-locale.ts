// Numbers and dates follow the browser's locale. Tests read the American one, wherever they run.
Object.defineProperty(globalThis, 'navigator', { value: { language: 'en-US' }, configurable: true });
