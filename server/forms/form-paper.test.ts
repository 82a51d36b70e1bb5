import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { loadHubTexts } from '../texts.ts';
import { printForm } from './form-paper.ts';

const label = (words: string) => ({ 'zh-CN': words, en: words });

function strokePicture(): Buffer {
  const png = new PNG({ width: 300, height: 120 });
  for (let x = 20; x < 280; x++) {
    const y = Math.round(60 + 30 * Math.sin(x / 20));
    for (let thick = 0; thick < 4; thick++) png.data.set([10, 20, 40, 255], 4 * ((y + thick) * 300 + x));
  }
  return PNG.sync.write(png);
}

const fields = Array.from({ length: 40 }, (_, n) => ({ id: `field-${n}`, label: `第${n}项`, value: `演示内容${n}` }));
const paper = {
  content: {
    case: 'C20260131-0001',
    service: 'deregister',
    title: '企业注销登记',
    fields: [
      { id: 'company-name', label: '企业名称', value: '演示晓屋餐饮有限公司' },
      { id: 'reason', label: '注销原因', value: 'closed' },
      { id: 'settled', label: '债务已清', value: 'true' },
      { id: 'empty', label: '备注', value: '' },
      ...fields,
    ],
  },
  service: {
    basis: label('《市场主体登记管理条例》'),
    form: [
      {
        id: 'reason',
        label: label('注销原因'),
        kind: 'choice' as const,
        required: true,
        choices: [{ id: 'closed', label: label('停止经营') }],
      },
      { id: 'settled', label: label('债务已清'), kind: 'boolean' as const, required: true },
    ],
  },
  department: '市场监督管理局',
  version: 7,
  hash: 'a'.repeat(64),
  signedAt: '2026-01-31T08:05:00.000Z',
  signature: strokePicture(),
};

describe('the signed form as PDF', () => {
  it('holds every answer in words, on as many pages as it takes, in a font that it carries', async () => {
    const texts = await loadHubTexts('resources/locales');
    const pdf = await printForm(paper, texts);
    if (!pdf.ok) throw new Error(pdf.error.detail);
    const dir = await mkdtemp(join(tmpdir(), 'form-paper-'));
    try {
      const file = join(dir, 'form.pdf');
      await writeFile(process.env.FORM_PDF ?? file, pdf.value);
      await writeFile(file, pdf.value);
      const run = promisify(execFile);
      const { stdout: fonts } = await run('pdffonts', [file]);
      expect(fonts).toMatch(/NotoSansSC\S* +CID TrueType +Identity-H +yes yes yes/);
      await run('pdftotext', ['-layout', file, join(dir, 'form.txt')]);
      const words = await readFile(join(dir, 'form.txt'), 'utf8');
      for (const { label: asked, value } of fields)
        expect(words).toMatch(new RegExp(`${asked} +${value}\\b|${asked}\\s+${value}`));
      expect(words).toMatch(/注销原因 +停止经营/);
      expect(words).toMatch(/债务已清 +是/);
      expect(words).toContain('2026年1月31日 16:05');
      expect(words).toContain('a'.repeat(64));
      expect(words.split('\f').length - 1).toBeGreaterThan(1);
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it('is refused with a picture that is none', async () => {
    const texts = await loadHubTexts('resources/locales');
    const pdf = await printForm({ ...paper, signature: Buffer.from('no picture') }, texts);
    expect(pdf).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});
