import type { Call, CallOutput, Handler } from '../contracts/channel.ts';
import { runCall } from '../contracts/channel.ts';
import { fail, type XiaowuError } from '../contracts/errors.ts';
import { err, type Result } from '../contracts/result.ts';
import type { Logger } from './log.ts';
import { safeMessage } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface CallRunner {
  /** Runs a call as `runCall` does; defects are logged and counted, and their detail carries no values. */
  run<C extends Call, Context>(
    name: string,
    contract: C,
    handler: Handler<C, Context>,
    input: unknown,
    context: Context,
  ): Promise<Result<CallOutput<C>, XiaowuError>>;
}

export function createCallRunner(logger: Logger, metrics: Metrics): CallRunner {
  return {
    async run(name, contract, handler, input, context) {
      const startMs = performance.now();
      const guarded: typeof handler = async (parsed, given) => {
        try {
          return await handler(parsed, given);
        } catch (thrown) {
          logger.error({ err: thrown, call: name }, 'a call failed by a defect');
          return err(fail('internal', safeMessage(thrown)));
        }
      };
      const result = await runCall(contract, guarded, input, context, (error) =>
        logger.error(
          { call: name, errorCode: error.code, detail: error.detail },
          'an answer does not fit its contract',
        ),
      );
      metrics.callSeconds.observe(
        { call: name, result: result.ok ? 'ok' : result.error.code },
        (performance.now() - startMs) / 1000,
      );
      return result;
    },
  };
}
