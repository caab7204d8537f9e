import * as z from 'zod';

// Zod compiles parsers with `new Function`, which a strict content policy refuses. Imported before any schema is made.
z.config({ jitless: true });
