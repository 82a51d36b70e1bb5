import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './project.ts';

/**
 * The command that runs a package's program on this very Node: npm leaves some programs without permission to be executed,
 * and the shebang of others would find the system's older Node.
 */
export function toolCommand(packageName: string, program: string): [string, string] {
  const folder = path.join(projectRoot, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin?: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin?.[program];
  if (!file) throw new Error(`the package ${packageName} has no program ${program}`);
  return [process.execPath, path.join(folder, file)];
}
