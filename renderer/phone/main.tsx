import './phone.css';
import { createRoot } from 'react-dom/client';
import { startI18n } from '../ui/i18n.ts';
import { App } from './App.tsx';
import { createMemory } from './api/memory.ts';
import { openingOf } from './state/opening.ts';
import { phoneTexts } from './text.ts';

const memory = createMemory({ tab: sessionStorage, phone: localStorage }, (text) => console.error(text));
const remembered = memory.read();
const opening = openingOf(location);
// The code of the screen works once; it has no business in the history of the browser.
if (opening.kind === 'code') history.replaceState(null, '', location.pathname);

const i18n = await startI18n(remembered.language ?? 'zh-CN', { phone: phoneTexts });
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App i18n={i18n} memory={memory} opened={{ type: 'opened', opening, memory: remembered }} />);
