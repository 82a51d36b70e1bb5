import { z } from 'zod';

// The pages forbid eval. Zod would try it once and go on without; Firefox reports that attempt as a violation.
z.config({ jitless: true });
