import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WEB_PAGES } from '../../vite.web.config.ts';
import { projectRoot } from '../lib/project.ts';
import { buildParts } from './parts.ts';

const PAGES: readonly string[] = ['booth', ...WEB_PAGES];

describe('parts of the build', () => {
  it('of a page are made anew when any folder that pages share changes', () => {
    const shared = readdirSync(path.join(projectRoot, 'renderer'), { withFileTypes: true })
      .filter((each) => each.isDirectory() && !PAGES.includes(each.name))
      .map(({ name }) => `renderer/${name}`);
    expect(shared.length).toBeGreaterThan(3);
    for (const page of PAGES) {
      expect(buildParts.find(({ name }) => name === page)?.sources, page).toEqual(expect.arrayContaining(shared));
    }
  });
});
