import { desc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { API_PREFIX, LOGIN_ROUTES, PHONE_ROUTES } from '../../../../contracts/hub/http.ts';
import { CHECKIN_TOKEN_AUDIENCE, loginHttp } from '../../../../contracts/hub/login.ts';
import { phoneHttp } from '../../../../contracts/hub/phone.ts';
import { unwrap } from '../../../../contracts/result.ts';
import { LOGIN_MAX_FAILURES, LOGIN_WINDOW_MS } from '../../../../server/auth/rate-limit.ts';
import { SESSION_LIFETIME_S } from '../../../../server/auth/tokens.ts';
import * as schema from '../../../../server/store/schema.ts';
import type { Rig } from '../rig.ts';

/** Who gets in, and who does not. */
export function authSuite(rig: () => Rig): void {
  const login = (username: string, password: string) =>
    rig().http(LOGIN_ROUTES.login, loginHttp.login, { username, password });

  /** What a refused connection is told. */
  const refusal = (namespace: string, token?: string) =>
    rig()
      .socket(namespace, token)
      .then(
        () => 'admitted',
        (error: { data?: { code?: string } }) => error.data?.code,
      );

  it('lets a person in by password, and nobody by a wrong one or an unknown name', async () => {
    expect(await login('demo-tax-2', 'xiaowu-demo')).toMatchObject({ status: 200, result: { ok: true } });
    const wrong = { status: 401, result: { error: { code: 'wrong_credentials', support: 202 } } };
    expect(await login('demo-tax-2', 'wrong')).toMatchObject(wrong);
    expect(await login('nobody', 'xiaowu-demo')).toMatchObject(wrong);
  });

  it('makes a guesser wait, even with the right password, until the window has passed', async () => {
    for (let guess = 0; guess < LOGIN_MAX_FAILURES; guess++) await login('demo-fund-1', `guess-${guess}`);
    expect(await login('demo-fund-1', 'xiaowu-demo')).toMatchObject({
      status: 429,
      result: { error: { code: 'rate_limited' } },
    });
    expect(await login('demo-tax-2', 'xiaowu-demo')).toMatchObject({ status: 200 });
    await rig().clock.advance(LOGIN_WINDOW_MS);
    expect(await login('demo-fund-1', 'xiaowu-demo')).toMatchObject({ status: 200 });
    const last = await rig()
      .hub.db.select()
      .from(schema.audit)
      .where(eq(schema.audit.action, 'login.failed'))
      .orderBy(desc(schema.audit.seq))
      .limit(1);
    expect(last[0]).toMatchObject({ subject: 'demo-fund-1', disposition: 'failure', detail: 'rate_limited' });
  });

  it('keeps agents, technicians and booths apart', async () => {
    const agent = await rig().login('demo-tax-1');
    const technician = await rig().login('demo-technician-1');
    expect(await refusal('/agent')).toBe('unauthenticated');
    expect(await refusal('/agent', 'rubbish')).toBe('token_invalid');
    expect(await refusal('/agent', technician.token)).toBe('forbidden');
    expect(await refusal('/technician', agent.token)).toBe('forbidden');
    expect(await refusal('/technician', technician.token)).toBe('admitted');
    expect(await refusal('/phone', agent.token)).toBe('token_invalid');
    expect(await refusal('/booth', agent.token)).toBe('token_invalid');
    expect(await refusal('/agent', await rig().boothToken())).toBe('token_invalid');
  });

  it('ends a session that is not renewed, and keeps one that is', async () => {
    const market = await rig().agent('demo-market-1');
    const tax = await rig().agent('demo-tax-1');
    await rig().clock.advance((SESSION_LIFETIME_S - 60) * 1000);
    unwrap((await rig().http(LOGIN_ROUTES.renew, loginHttp.renew, { token: tax.token })).result);
    const gone = new Promise((resolve) => market.socket.once('disconnect', resolve));
    await rig().clock.advance(60_000);
    expect(await gone).toBe('io server disconnect');
    unwrap(await tax.call('hello'));
    expect(await refusal('/agent', market.token)).toBe('token_expired');
    const late = await rig().http(LOGIN_ROUTES.renew, loginHttp.renew, { token: market.token });
    expect(late).toMatchObject({ status: 401, result: { error: { code: 'token_expired' } } });
  });

  it('takes the token of a booth once, from its own key, for its own purpose, and only a short one', async () => {
    const token = await rig().boothToken();
    expect(await refusal('/booth', token)).toBe('admitted');
    expect(await refusal('/booth', token)).toBe('token_used');
    expect(await refusal('/booth', await rig().boothToken(CHECKIN_TOKEN_AUDIENCE))).toBe('token_invalid');
    expect(await refusal('/booth', await rig().boothToken(undefined, 3600))).toBe('token_invalid');
    expect(await refusal('/booth', await rig().boothToken(undefined, -60))).toBe('token_expired');
    expect(await refusal('/booth', await rig().boothToken(undefined, 60, 'not-enrolled'))).toBe('token_invalid');
    expect(await refusal('/booth', await rig().boothToken(undefined, 60, '../demo-booth-01'))).toBe('token_invalid');
  });

  it('exchanges the code of a screen once', async () => {
    const code = await rig().boothToken(CHECKIN_TOKEN_AUDIENCE);
    const checkin = () => rig().http(PHONE_ROUTES.checkin, phoneHttp.checkin, { code });
    expect(await checkin()).toMatchObject({ status: 200, result: { value: { doorState: 'free' } } });
    expect(await checkin()).toMatchObject({ status: 401, result: { error: { code: 'token_used' } } });
  });

  it('says why a request is refused, in words of the contract', async () => {
    const enter = await rig().http(PHONE_ROUTES.enter, phoneHttp.enter, { consent: true, language: 'en' });
    expect(enter).toMatchObject({ status: 401, result: { error: { code: 'unauthenticated' } } });
    const token = await rig().checkin();
    const offline = await rig().http(PHONE_ROUTES.enter, phoneHttp.enter, { consent: true, language: 'en' }, token);
    expect(offline).toMatchObject({ status: 503, result: { error: { code: 'booth_offline' } } });
    const refused = await fetch(`${rig().hub.url}${API_PREFIX}/phone/enter`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ consent: false, language: 'en' }),
    });
    expect(refused.status).toBe(400);
  });
}
