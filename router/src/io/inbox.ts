/** A buyer's call as it came, with what only the router knows of it (R26). */
export interface Callback {
  /** Epoch ms: what the call's own timestamp is checked against, however long it waits. */
  readonly receivedAt: number;
  /** The caller's address as the platform saw it. */
  readonly sender: string | null;
  readonly method: string;
  /** Path and query byte for byte. */
  readonly target: string;
  /** Those that matter, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Why a call could not be kept: the caller is to come again. */
type NotKept = 'full' | 'too_large' | 'failed';

/** Keeps calls until the control plane has answered them. */
export interface Inbox {
  /** Never throws. @returns null once the call is durable: only then may it be answered as taken */
  keep(callback: Callback): Promise<NotKept | null>;
}

/** Why the control plane did not take a call. */
export interface Refusal {
  readonly reason: string;
  /** Whether a person can set right what it was refused for: a secret, an endpoint. */
  readonly mayPass: boolean;
}

/** The oldest call that waits. */
export interface WaitingCallback {
  readonly callback: Callback;
  /** The control plane has it. */
  forget(): Promise<void>;
  /** The control plane does not take it: keeps it for a person to look at, with the reason. */
  setAside(refusal: Refusal): Promise<void>;
  /** Lets the others pass: this one may be the only one that fails. */
  putLast(): void;
}

/** The other end of an inbox on disk. */
export interface WaitingCallbacks {
  /** @returns null while nothing waits */
  next(): Promise<WaitingCallback | null>;
  /** Of those set aside: what was wrong with them may be right by now. */
  takeBack(): Promise<void>;
}
