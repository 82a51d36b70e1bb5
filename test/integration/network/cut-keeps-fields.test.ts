import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright';
import { v7 } from 'uuid';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { systemClock } from '../../../contracts/time.ts';
import { FormReplica } from '../../../renderer/form/replica.ts';
import { CASE_FORM, CASE_NOTE, FORM, FORM_ACT } from '../../../server/keeping/places.ts';
import * as schema from '../../../server/store/schema.ts';
import { webConfig } from '../../../vite.web.config.ts';
import { AgentDesk } from '../../rig/agent-desk.ts';
import { type RigHub, startRigHub } from '../../rig/hub.ts';
import { type Line, layLine } from '../../rig/line.ts';
import { openRows } from '../../rig/rows.ts';
import { openSealedRows } from '../../rig/sealed-rows.ts';
import { PlainBooth } from '../booth/plain-booth.ts';
import { uploadPaper } from '../hub/upload.ts';

const PATIENCE_MS = 180_000;
/** An upload that began in silence is given up after 20 s, and the pages look for the hub every second or so. */
const BACK_MS = 40_000;
const SERVICE = '清税申报';

/** What each turn leaves on record, in the order of its name. */
const PER_TURN: Readonly<Record<string, number>> = { 'file.stored': 2, 'mailing.given': 1 };
const COUNTED = Object.keys(PER_TURN);

/** Cuts of booth and desk at once: the longer ones outlive every connection. */
const CUTS_MS = [2_000, 10_000, 45_000];
/** The paper that the phone sends during each cut. */
const SENT_BY_PHONE = ['business-licence', 'id-card', 'dissolution-resolution'] as const;

/** Fields of the form by who types into them during a cut: the booth, the desk, both. */
const AT_BOOTH = 'company-name';
const AT_DESK = 'legal-representative';
const AT_BOTH = 'unpaid-tax';
const FIELDS = [AT_BOOTH, AT_DESK, AT_BOTH] as const;

describe('a visit whose booth and desk lose the network', { timeout: PATIENCE_MS }, () => {
  const closers: (() => unknown)[] = [];
  let folder: string;
  let hub: RigHub;
  let lines: readonly Line[];
  let booth: PlainBooth;
  let desk: AgentDesk;
  let page: Page;
  let phoneToken: string;
  let caseId: string;
  /** The form as the booth's screen has it. */
  let form: FormReplica;

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    folder = await mkdtemp(join(tmpdir(), 'xiaowu-cut-keeps-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const dataDir = join(folder, 'hub');
    hub = await startRigHub(dataDir, { HUB_LOG_LEVEL: 'warn' });
    closers.push(() => hub.close());
    const [boothLine, deskLine] = await Promise.all([layLine(hub.url), layLine(hub.url)]);
    lines = [boothLine, deskLine];
    for (const line of lines) closers.push(() => line.close());
    booth = await PlainBooth.make(boothLine.url, dataDir, systemClock);
    closers.push(() => booth.close());
    await booth.start();
    desk = await AgentDesk.open(deskLine.url, undefined, () => undefined);
    closers.push(() => desk.close());
    page = desk.page;
    page.setDefaultTimeout(BACK_MS);
    await desk.logIn('demo-tax-1');
    await desk.goAvailable();

    const { checkin } = await booth.until((state) => state.checkin !== null);
    phoneToken = (await phone<{ token: string }>('checkin', { code: checkin?.url.split('#')[1] })).token;
    await phone('enter', { consent: true, language: 'zh-CN', bundleId: 'close-a-company' });
    const { door } = booth.machines;
    await door.waitFor(() => door.lock === 'unlocked', BACK_MS);
    door.openLeaf();
    door.enter();
    await booth.until((state) => state.door.leaf === 'open' && state.door.presence === 'present');
    door.closeLeaf();
    await booth.untilStep('ready');
    booth.intend({ type: 'call', departmentId: 'tax' });
    await desk.waitForOffer();
    await desk.accept();
    await booth.untilStep('in-call');
    await desk.openCase(SERVICE);
    caseId = (await booth.until(({ visit }) => (visit?.cases.length ?? 0) > 0)).visit?.cases[0]?.id ?? '';
    form = openForm();
    closers.push(() => form.close());
  }, PATIENCE_MS);

  /** As the booth's screen opens it: over the booth's main process to the hub. */
  function openForm(): FormReplica {
    const opened = new FormReplica({
      caseId,
      fieldIds: FIELDS,
      link: {
        open: (input) => booth.form('form.open', input) as never,
        edit: (input) => booth.form('form.edit', input) as never,
        act: (input) => booth.form('form.act', input) as never,
      },
      clock: systemClock,
      freshId: v7,
    });
    booth.onForm = (name, payload) => name === 'form.changed' && opened.hear(payload as never);
    opened.sync();
    return opened;
  }

  const deskField = (fieldId: string) => page.locator(`[data-case-form] [data-form-field="${fieldId}"] input`);
  const atBooth = () => ({ texts: form.view().texts, waiting: form.view().waiting });
  const atDesk = async () => ({
    texts: Object.fromEntries(await Promise.all(FIELDS.map(async (id) => [id, await deskField(id).inputValue()]))),
    waiting: (await page.locator('[data-case-form]').getAttribute('data-synced')) !== 'true',
  });

  afterAll(async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  }, PATIENCE_MS);

  /** A request as the citizen's phone makes it, over a network of its own. */
  async function phone<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(`${hub.url}/api/v1/phone/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(phoneToken ? { authorization: `Bearer ${phoneToken}` } : {}),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { ok: boolean; value: T };
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  const shownFacts = () =>
    page.locator('[data-fact]').evaluateAll((all) => all.map((one) => one.getAttribute('data-fact') ?? ''));
  const stills = () => page.getByRole('button', { name: /^留存 \d+$/ });
  const phonePapers = () => page.getByRole('button', { name: /^手机上传 \d+$/ });

  it.each(CUTS_MS.map((cutMs, turn) => ({ cutMs, turn })))(
    'stores every note, field, paper and fact once after a cut of $cutMs ms',
    async ({ cutMs, turn }) => {
      const note = `电话里说好了 ${turn}`;
      const noteField = page.getByRole('textbox', { name: '备注' });
      await expect.poll(() => form.view().writable).toBe(true);
      await expect.poll(() => deskField(AT_BOTH).isEnabled()).toBe(true);
      // The network goes at the moment when the still is taken, and in the middle of a word.
      const cut = new Promise<void>((resolve) => {
        booth.onStill = () => {
          for (const line of lines) line.freeze();
          resolve();
        };
      });
      await noteField.fill(note.slice(0, 3));
      await desk.takeStill();
      await cut;
      const cutAtMs = Date.now();
      await noteField.press('End');
      await noteField.pressSequentially(note.slice(3));
      await page.getByRole('button', { name: '保存备注' }).click();
      const mailing = { recipient: `测试样本 ${turn}`, phone: '13800000000', address: `演示路 ${turn} 号` };
      booth.intend({ type: 'open-mailing' });
      booth.intend({ type: 'give-mailing', mailing });
      form.type(AT_BOOTH, `${form.text(AT_BOOTH)}甲${turn}`);
      form.confirm(AT_BOOTH);
      form.type(AT_BOTH, `${form.text(AT_BOTH)}b${turn}`);
      await deskField(AT_DESK).fill(`${await deskField(AT_DESK).inputValue()}乙${turn}`);
      await deskField(AT_BOTH).fill(`${await deskField(AT_BOTH).inputValue()}d${turn}`);
      // The phone is on a network of its own.
      await uploadPaper(hub.url, phoneToken, { caseId, requiredPaperId: SENT_BY_PHONE[turn] as string });
      await pass(Math.max(0, cutAtMs + cutMs - Date.now()));
      expect([form.view().waiting, (await atDesk()).waiting]).toEqual([true, true]);
      for (const line of lines) line.thaw();

      await booth.until(({ online }) => online);
      form.sync();
      await expect.poll(() => stills().count(), { timeout: BACK_MS, message: 'stills' }).toBe(turn + 1);
      await expect.poll(() => phonePapers().count(), { timeout: BACK_MS, message: 'papers' }).toBe(turn + 1);
      await booth.until(({ visit }) => visit?.files.filter(({ source }) => source === 'phone').length === turn + 1);
      // Both ends have typed on, and the same stands at both.
      const isWhole = (text: string | undefined, mark: string) => text?.split(`${mark}${turn}`).length === 2;
      await expect
        .poll(async () => [isWhole(form.text(AT_BOTH), 'b'), isWhole(form.text(AT_BOTH), 'd'), form.view().waiting], {
          timeout: BACK_MS,
          message: 'form',
        })
        .toEqual([true, true, false]);
      await expect.poll(atDesk, { timeout: BACK_MS, message: 'form at the desk' }).toEqual(atBooth());
      expect(form.text(AT_BOOTH)).toBe(
        `${CUTS_MS.slice(0, turn + 1)
          .map((_, each) => `甲${each}`)
          .join('')}`,
      );
      expect(form.text(AT_DESK)).toBe(
        `${CUTS_MS.slice(0, turn + 1)
          .map((_, each) => `乙${each}`)
          .join('')}`,
      );
      // Nobody presses again.
      await page.getByRole('button', { name: '保存备注' }).waitFor({ state: 'hidden' });
      expect(await noteField.inputValue()).toBe(note);
      await page.getByRole('tab', { name: '经过' }).click();
      await expect
        .poll(async () => (await shownFacts()).filter((type) => COUNTED.includes(type)).toSorted(), {
          timeout: BACK_MS,
        })
        .toEqual(COUNTED.flatMap((type) => Array((PER_TURN[type] as number) * (turn + 1)).fill(type)));
      await page.getByRole('tab', { name: '办件' }).click();
    },
  );

  it('has nothing twice and nothing missing in the database of the hub', async () => {
    const turns = CUTS_MS.length;
    await hub.close();
    const sealed = await openSealedRows(hub.dataDir);
    try {
      const ofCase = <R extends { id: string }>(rows: readonly R[]) => rows.find(({ id }) => id === caseId);
      expect(ofCase(await sealed.of(schema.cases, CASE_NOTE))?.note).toBe(`电话里说好了 ${turns - 1}`);
      const [stored] = await sealed.of(schema.forms, FORM);
      const texts = new Y.Doc();
      Y.applyUpdate(texts, stored?.doc ?? new Uint8Array());
      expect(Object.fromEntries(FIELDS.map((id) => [id, texts.getText(id).toString()]))).toEqual(form.view().texts);
      // What the citizen confirmed in the cut counts, and each confirmation is there once.
      expect(ofCase(await sealed.of(schema.cases, CASE_FORM))?.form[AT_BOOTH]).toBe(form.text(AT_BOOTH));
      const acts = (await sealed.of(schema.formActs, FORM_ACT)).toSorted((one, other) => (one.at < other.at ? -1 : 1));
      expect(acts.map(({ value }) => value)).toEqual(
        CUTS_MS.map((_, turn) =>
          CUTS_MS.slice(0, turn + 1)
            .map((__, each) => `甲${each}`)
            .join(''),
        ),
      );
    } finally {
      await sealed.close();
    }
    const rows = await openRows(hub.dataDir);
    try {
      const files = await rows.query<{ source: string; count: number }>(
        'select source, count(*)::int as count from files group by source order by source',
      );
      expect(files).toEqual([
        { source: 'document-camera', count: turns },
        { source: 'phone', count: turns },
      ]);
      const facts = await rows.query<{ type: string; count: number }>(
        `select fact->>'type' as type, count(*)::int as count from timeline
          where fact->>'type' = any($1) group by 1 order by 1`,
        [COUNTED],
      );
      expect(facts).toEqual(COUNTED.map((type) => ({ type, count: (PER_TURN[type] as number) * turns })));
    } finally {
      await rows.close();
    }
  });
});
