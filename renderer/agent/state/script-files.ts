import { z } from 'zod';
import { type ScriptFile, scriptFile } from './script.ts';

// Bundled with the page: the wording is there when the line to the hub is not.
const modules = import.meta.glob<unknown>('../../../resources/scripts/*.json', { eager: true, import: 'default' });

/** All wordings that ship. A file that does not fit its schema is a fault of the release and stops the page. */
export const SCRIPTS: readonly ScriptFile[] = z.array(scriptFile).parse(Object.values(modules));
