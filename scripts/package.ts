import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildAll } from './build.ts';
import { projectRoot } from './lib/project.ts';
import { toolCommand } from './lib/tool.ts';
import { packageFaults } from './package/faults.ts';

/** Forge empties `.vite` and builds the booth anew; the pages of the hub are built again afterwards. */
const [node, forgeFile] = toolCommand('@electron-forge/cli', 'electron-forge');
const forge = spawnSync(node, [forgeFile, 'package'], { cwd: projectRoot, stdio: 'inherit' });
await buildAll();
if (forge.status !== 0) {
  process.exitCode = 1;
} else {
  const folder = path.join(projectRoot, 'out', `Xiaowu-${process.platform}-${process.arch}`);
  const faults = await packageFaults(folder);
  for (const fault of faults) console.error(`package: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(JSON.stringify({ event: 'packaged', folder, executable: path.join(folder, 'xiaowu') }));
}
