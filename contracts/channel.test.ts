import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call, nothing, runCall } from './channel.ts';
import { fail, resultSchema } from './errors.ts';
import { err, ok } from './result.ts';

const double = call(z.strictObject({ n: z.int() }), z.int());

describe('runCall', () => {
  it('hands a valid input to the handler and its answer back', async () => {
    expect(await runCall(double, ({ n }) => ok(n * 2), { n: 21 }, undefined)).toEqual(ok(42));
  });

  it('answers invalid_input without calling the handler', async () => {
    let called = false;
    const result = await runCall(
      double,
      () => {
        called = true;
        return ok(1);
      },
      { n: 'x', extra: 1 },
      undefined,
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid_input', support: 101 } });
    expect(called).toBe(false);
  });

  it('answers invalid_output and reports the defect when the handler breaks its contract', async () => {
    const defects: string[] = [];
    const result = await runCall(
      double,
      () => ok(0.5),
      { n: 1 },
      undefined,
      (error) => defects.push(error.code),
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid_output' } });
    expect(defects).toEqual(['invalid_output']);
  });

  it('turns a thrown error into internal', async () => {
    const result = await runCall(
      double,
      () => {
        throw new Error('boom');
      },
      { n: 1 },
      undefined,
    );
    expect(result).toMatchObject({ ok: false, error: { code: 'internal', detail: 'boom' } });
  });

  it('passes a typed failure on', async () => {
    expect(await runCall(double, () => err(fail('not_found')), { n: 1 }, undefined)).toEqual(err(fail('not_found')));
  });

  it('lets an answer of nothing survive JSON, which drops undefined', () => {
    const wire = JSON.parse(JSON.stringify(ok()));
    expect(resultSchema(nothing).safeParse(wire).success).toBe(true);
  });

  it('makes the wire form of an answer once: the first use of a schema costs a hundred times the others', () => {
    expect(resultSchema(double.output)).toBe(resultSchema(double.output));
    expect(resultSchema(double.output)).not.toBe(resultSchema(nothing));
  });
});
