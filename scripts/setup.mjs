#!/usr/bin/env node
// Prepares the machine, then runs a script: node scripts/setup.mjs [--needs=modules,system,tests,electron,build] [script.ts [arguments]]
// Plain JavaScript without dependencies, because it runs on the machine's own Node (20 or later) before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const modules = path.join(root, 'node_modules');
const projectNode = path.join(modules, 'node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The Node that everything but this file needs. */
const NODE_MAJOR = 24;
/** How often a long step says that it still works. */
const HEARTBEAT_MS = 10_000;

/** Set-up talks on stderr, so that the output of the script it prepares for stays clean. */
const say = (line) => process.stderr.write(`set-up: ${line}\n`);

function parseArguments(args) {
  const needsOption = args[0]?.startsWith('--needs=') ? args[0] : undefined;
  const [script, ...scriptArgs] = needsOption ? args.slice(1) : args;
  const needs = (needsOption?.slice('--needs='.length) ?? 'modules,system,electron,build').split(',');
  return { needs, script, scriptArgs };
}

/**
 * What differs between the lock file and what npm says it installed; undefined when nothing does.
 * npm writes the hidden lock file last, so an installation that was cut short has none.
 */
function whyInstall() {
  const hidden = path.join(modules, '.package-lock.json');
  if (!existsSync(hidden))
    return existsSync(modules) ? 'the last installation did not finish' : 'nothing is installed yet';
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  for (const [name, { version, optional, devOptional, peer }] of Object.entries(wanted)) {
    if (name === '') continue;
    const found = present[name]?.version;
    if (found === undefined && !optional && !devOptional && !peer) return `${name} is missing`;
    if (found !== undefined && found !== version) return `${name} is ${found}, the lock file says ${version}`;
  }
  if (!existsSync(path.join(modules, 'node/package.json'))) return 'the package node is missing';
  return undefined;
}

function run(command, args, { cwd = root, beat } = {}) {
  return new Promise((resolve, reject) => {
    // What npm prints goes to stderr for the same reason as our own lines.
    const child = spawn(command, args, { cwd, stdio: ['ignore', 2, 2] });
    const startedMs = Date.now();
    const timer = setInterval(() => beat?.(Math.round((Date.now() - startedMs) / 1000)), HEARTBEAT_MS);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(timer);
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
    });
  });
}

async function installModules() {
  const why = whyInstall();
  if (why) {
    say(`installing the packages of package-lock.json with npm ci, because ${why}`);
    // Warnings about the machine's own Node mean nothing here: everything runs on the one that npm brings.
    await run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
      beat: (seconds) =>
        say(`npm is at work (${seconds} s, ${existsSync(modules) ? readdirSync(modules).length : 0} folders)`),
    });
  }
  // The package `node` brings its executable in an install script, which npm may have been told not to run.
  if (!existsSync(projectNode)) {
    say(`fetching Node ${NODE_MAJOR}, because npm ran no install scripts`);
    await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: path.join(modules, 'node') });
  }
}

/** Hands over to the project's own Node, with the signals that arrive here. */
function continueOnProjectNode(args) {
  const child = spawn(projectNode, [path.join(root, 'scripts/setup.mjs'), ...args], {
    stdio: 'inherit',
    env: process.env,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    say(`${projectNode} does not run: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

async function main() {
  const args = process.argv.slice(2);
  const { needs, script, scriptArgs } = parseArguments(args);
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node ${process.versions.node} is too old; 20 or later is needed`);
  process.chdir(root);
  process.env.PATH = [path.join(modules, '.bin'), process.env.PATH].join(path.delimiter);
  await installModules();
  if (major < NODE_MAJOR) {
    continueOnProjectNode(args);
    return;
  }
  const { runSteps } = await import('./setup/steps.ts');
  await runSteps(needs, say);
  if (!script) {
    say('everything is in place');
    return;
  }
  // In this very process, so that signals and the exit code need no relay.
  const file = path.resolve(root, script);
  if (!existsSync(file)) throw new Error(`${script} does not exist`);
  process.argv = [process.execPath, file, ...scriptArgs];
  await import(pathToFileURL(file).href);
}

main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
