import { loadCatalogue } from '../catalogue/load.ts';
import { PROJECT_DIRS } from '../config.ts';
import { loadRequirements } from './load.ts';

/** The project's own catalogue and rules, for tests. */
export const CATALOGUE = await loadCatalogue(PROJECT_DIRS.catalogueDir);
export const REQUIREMENTS = await loadRequirements(PROJECT_DIRS.requirementsDir, CATALOGUE);
