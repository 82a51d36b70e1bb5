import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../../../contracts/hub/booth-http.ts';
import { AGENT_FILE_PATH, API_PREFIX } from '../../../../contracts/hub/http.ts';
import type { Rig } from '../rig.ts';

/** The surface that browsers and operators see. */
export function httpSuite(rig: () => Rig): void {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${rig().hub.url}${path}`, { headers });

  async function put(visitId: string, body: Uint8Array<ArrayBuffer>) {
    const path = `${API_PREFIX}/booth/visits/${visitId}/files/${v7()}?widthPx=10&heightPx=10`;
    const headers = { authorization: `Bearer ${await rig().boothToken()}`, 'content-type': 'image/png' };
    const response = await fetch(`${rig().hub.url}${path}`, { method: 'PUT', headers, body });
    return { status: response.status, body: (await response.json()) as { error?: { code: string } } };
  }

  it('tells its health, its measures and its own description', async () => {
    expect(await (await get('/health')).json()).toMatchObject({ status: 'ok' });
    const metrics = await (await get('/metrics')).text();
    for (const name of ['call_seconds', 'offers_total', 'visits_total', 'booths_online', 'fact_delay_seconds']) {
      expect(metrics).toContain(`xiaowu_${name}`);
    }
    const openapi = (await (await get('/docs/json')).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(openapi.paths)).toEqual(
      expect.arrayContaining(['/api/v1/login', '/api/v1/phone/enter', '/api/v1/booth/visits/{visitId}/files/{fileId}']),
    );
    expect((await get('/docs/')).status).toBe(200);
  });

  it('lets pages run their own scripts only, and be framed by nobody', async () => {
    const policy = (await get('/health')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect((await get('/health')).headers.get('permissions-policy')).toContain('camera=(self)');
  });

  it('answers what it does not know with a typed error', async () => {
    const unknown = await get(`${API_PREFIX}/nothing/here`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ ok: false, error: { code: 'not_found' } });
    const rubbish = await fetch(`${rig().hub.url}${API_PREFIX}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"username":',
    });
    expect(rubbish.status).toBe(400);
    expect(await rubbish.json()).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('takes files by what they are, not by what they are said to be, and no larger than allowed', async () => {
    const booth = await rig().booth();
    const active = (await booth.hello()).visit;
    const visit = active ?? (await booth.begin());
    const html = new TextEncoder().encode('<script>alert(1)</script>');
    expect(await put(visit.id, html)).toMatchObject({ status: 415, body: { error: { code: 'unsupported_type' } } });
    const huge = new Uint8Array(MAX_FILE_BYTES + 1);
    expect(await put(visit.id, huge)).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    expect((await put(visit.id, png)).status).toBe(200);
    expect(await put(v7(), png)).toMatchObject({ status: 404 });
  });

  it('shows files to nobody without a session', async () => {
    const path = `${API_PREFIX}${AGENT_FILE_PATH.replace(':fileId', v7())}`;
    expect((await get(path)).status).toBe(401);
    const { token } = await rig().login('demo-tax-1');
    expect((await get(path, { authorization: `Bearer ${token}` })).status).toBe(404);
  });
}
