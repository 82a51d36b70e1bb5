/**
 * What Electron runs when it is started with the folder of an app: `electron [-r module] <app> [arguments]`.
 * A downloaded Electron has such a program in `resources/default_app.asar`; the stand-in runtime was stripped of it.
 * It runs inside any Electron, hence CommonJS. Argument rules: https://www.electronjs.org/docs/latest/tutorial/application-debugging
 */
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const modules = [];
let target;
const args = process.argv.slice(1);
for (let at = 0; at < args.length && target === undefined; at++) {
  if (args[at] === '-r' || args[at] === '--require') modules.push(args[++at]);
  else if (args[at] === '--version' || args[at] === '-v') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (!args[at].startsWith('-')) target = args[at];
}
if (modules.length > 0) Module._preloadModules(modules);

if (target === undefined) {
  console.error('electron: name the folder or the main file of an app');
  process.exit(1);
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const appPath = path.resolve(target);
const packageFile = path.join(appPath, 'package.json');
if (fs.existsSync(packageFile)) {
  const { name, productName, version } = JSON.parse(fs.readFileSync(packageFile, 'utf8'));
  if (version) app.setVersion(version);
  if (productName || name) app.setName(productName || name);
}
try {
  const mainFile = Module._resolveFilename(appPath, null, true);
  app.setAppPath(fs.existsSync(packageFile) ? appPath : path.dirname(mainFile));
  Module._load(mainFile, Module, true);
} catch (error) {
  console.error(`electron: ${appPath} does not start`, error);
  process.exit(1);
}
