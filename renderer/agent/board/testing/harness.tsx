import '../../../ui/base.css';
import '../../desk.css';
import { createRoot } from 'react-dom/client';
import { fail } from '../../../../contracts/errors.ts';
import { err, ok } from '../../../../contracts/result.ts';
import en from '../../../../resources/locales/en/agent.json';
import zh from '../../../../resources/locales/zh-CN/agent.json';
import { startI18n } from '../../../ui/i18n.ts';
import { applyAudience } from '../../../ui/theme.ts';
import type { Desk } from '../../state/desk.ts';
import { DeskContext } from '../../state/desk-context.ts';
import { type DeskState, initialDesk } from '../../state/desk-types.ts';
import { anAgent, IDS } from '../../state/testing.ts';
import { BoardScreen } from '../BoardScreen.tsx';
import { SCENE_NOW, scenes } from './scenes.ts';

/**
 * Opens the board on a scripted desk: `harness.html?scene=full&language=en`. What is pressed to watch a call is kept in
 * `window.watched`. For pictures and tests only; nothing that ships imports it.
 */
const wanted = new URLSearchParams(location.search);
const { departments, board, hours } = scenes[(wanted.get('scene') ?? 'full') as keyof typeof scenes];
const watched: unknown[] = [];

const state: DeskState = {
  ...initialDesk,
  link: { state: 'connected' },
  home: {
    agent: { ...anAgent(IDS.me, 'department-0'), role: 'supervisor', displayName: '演示主管·一' },
    catalogue: { regions: [], departments: [...departments], services: [], bundles: [] },
    iceServers: [],
    today: [],
    aheadMs: Date.parse(SCENE_NOW) - Date.now(),
  },
};

async function run(name: string, input: { day: string; days: number } | null) {
  if (name === 'board.get') return ok(board);
  if (name !== 'board.history' || !input) return err(fail('unknown_channel', name));
  const fromMs = Date.parse(`${input.day}T00:00:00+08:00`);
  const within = (at: string) => Date.parse(at) >= fromMs && Date.parse(at) < fromMs + input.days * 86_400_000;
  return ok({ hours: hours.filter((hour) => within(hour.hour)) });
}

const desk: Partial<Record<keyof Desk, unknown>> = {
  getState: () => state,
  subscribe: () => () => undefined,
  run,
  watch: async (...asked: unknown[]) => void watched.push(asked),
};
Object.assign(window, { watched });

applyAudience('desk');
await startI18n(wanted.get('language') === 'en' ? 'en' : 'zh-CN', { agent: { 'zh-CN': zh, en } });
const root = document.getElementById('root');
if (!root) throw new Error('harness.html has no #root');
createRoot(root).render(
  <DeskContext value={desk as unknown as Desk}>
    <BoardScreen onLogout={() => undefined} />
  </DeskContext>,
);
