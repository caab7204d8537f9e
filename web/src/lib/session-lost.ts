import { createStore } from './store.ts';

/** Whether a request was answered "not signed in" while somebody was working: the layout then asks to sign in, in place. */
export const sessionLost = createStore(false);
