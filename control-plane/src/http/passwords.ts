import { hashPassword as hash, verifyPassword as verify } from 'better-auth/crypto';

/** As the sign-in library keeps passwords: scrypt with a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password);

export const verifyPassword = (kept: string, password: string): Promise<boolean> => verify({ hash: kept, password });
