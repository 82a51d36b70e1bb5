import { ConfigError, readConfig } from './config.ts';
import { startHub } from './hub.ts';

/** The hub as a process: reads the environment, says on stdout where it listens, ends on SIGINT or SIGTERM. */

const FORCE_EXIT_MS = 5_000;

try {
  const hub = await startHub(readConfig(process.env));
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: hub.url })}\n`);
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    // A connection that does not close must not keep the process.
    setTimeout(() => process.exit(1), FORCE_EXIT_MS).unref();
    hub.close().then(
      () => process.exit(0),
      (thrown: unknown) => {
        process.stderr.write(`the hub did not close cleanly: ${String(thrown)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
} catch (thrown) {
  if (thrown instanceof ConfigError) {
    process.stderr.write(`The hub cannot start with this configuration:\n${thrown.message}\n`);
  } else {
    process.stderr.write(`The hub cannot start: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  }
  process.exit(1);
}
