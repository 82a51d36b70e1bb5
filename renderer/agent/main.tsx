import '../ui/no-eval.ts';
import '../ui/base.css';
import './desk.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import en from '../../resources/locales/en/agent.json';
import zh from '../../resources/locales/zh-CN/agent.json';
import { startI18n } from '../ui/i18n.ts';
import { applyAudience } from '../ui/theme.ts';
import { App } from './App.tsx';

applyAudience('desk');
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startI18n('zh-CN', { agent: { 'zh-CN': zh, en } });
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
