import '../ui/no-eval.ts';
import '../ui/base.css';
import './technician.css';
import { createRoot } from 'react-dom/client';
import { technicianTexts } from '../bench/text.ts';
import { startI18n } from '../ui/i18n.ts';
import { App } from './App.tsx';
import { createMemory } from './api/memory.ts';

const i18n = await startI18n('zh-CN', { technician: technicianTexts });
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App i18n={i18n} memory={createMemory(sessionStorage)} />);
