import { createStore } from './store.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** The key that public/theme.js reads before the first paint. */
const STORAGE_KEY = 'alyson.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

export const themeChoice = createStore<ThemeChoice>(readChoice());

/** Applies a choice now and for the next visit. */
export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.set(choice);
  try {
    if (choice === 'system') localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // Storage may be refused; the choice then holds until the page is left.
  }
  applyTheme();
}

/** Keeps the page on the chosen theme, and follows the system where that is the choice. */
export function startTheme(): void {
  systemIsDark.addEventListener('change', applyTheme);
  applyTheme();
}

function applyTheme(): void {
  const choice = themeChoice.get();
  const theme = choice === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset['theme'] = theme;
  const canvas = getComputedStyle(document.documentElement).getPropertyValue('--canvas').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', canvas);
}

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
