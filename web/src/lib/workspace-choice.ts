/** The header by which a request names the workspace that it is about. */
const HEADER = 'alyson-workspace';
const STORAGE_KEY = 'alyson.workspace';

let chosen = read();

/** Which workspace this tab works in; null: the one that the person joined first. */
export const chosenWorkspace = (): string | null => chosen;

/** Each tab keeps its own, so that nothing is written into the wrong one; a new tab begins where the last choice was made. */
export function chooseWorkspace(id: string | null): void {
  chosen = id;
  try {
    for (const storage of [sessionStorage, localStorage]) {
      if (id === null) storage.removeItem(STORAGE_KEY);
      else storage.setItem(STORAGE_KEY, id);
    }
  } catch {
    // Storage may be refused; the choice then holds until the page is left.
  }
}

/** Once it is known where a tab works it stays there, also through a reload, whatever is chosen in another. */
export function stayInWorkspace(id: string): void {
  chosen = id;
  try {
    sessionStorage.setItem(STORAGE_KEY, id);
  } catch {
    // As above.
  }
}

/** `fetch`, about the chosen workspace. */
export const fetchInWorkspace: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  if (chosen !== null) headers.set(HEADER, chosen);
  return fetch(input, { ...init, headers });
};

/** An address that takes no header, as of a stream or a download, about the chosen workspace. */
export const inWorkspace = (path: string): string =>
  chosen === null ? path : `${path}${path.includes('?') ? '&' : '?'}workspace=${encodeURIComponent(chosen)}`;

function read(): string | null {
  try {
    const kept = sessionStorage.getItem(STORAGE_KEY) ?? localStorage.getItem(STORAGE_KEY);
    if (kept !== null) sessionStorage.setItem(STORAGE_KEY, kept);
    return kept;
  } catch {
    return null;
  }
}
