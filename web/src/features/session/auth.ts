import { sessionLost } from '../../lib/session-lost.ts';

export type SignInResult = { ok: true } | { ok: false; message: string };

/** Signs in with e-mail and password; the answer sets the session's cookie. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  const response = await post('/v1/auth/sign-in/email', { email, password });
  if (response?.ok) {
    sessionLost.set(false);
    return { ok: true };
  }
  return { ok: false, message: messageOf(response) };
}

export async function signOut(): Promise<void> {
  await post('/v1/auth/sign-out', {});
}

function post(path: string, body: unknown): Promise<Response | null> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
}

function messageOf(response: Response | null): string {
  if (response === null) return 'The server did not answer. What you typed is still here: try again.';
  if (response.status === 401) return 'E-mail and password do not match. Check both, then try again.';
  if (response.status === 429) return `Too many tries. ${waitText(response.headers.get('retry-after'))}`;
  if (response.status < 500) return 'Check the e-mail and the password.';
  return `The server answered ${response.status}. Try again in a moment.`;
}

function waitText(retryAfter: string | null): string {
  const seconds = Number(retryAfter);
  if (!Number.isFinite(seconds) || seconds <= 60) return 'Wait a minute, then try again.';
  return `Wait ${Math.ceil(seconds / 60)} minutes, then try again.`;
}
