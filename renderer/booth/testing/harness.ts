import { createFakeBridge } from './fake-bridge.ts';
import { addFakeCameras } from './fake-cameras.ts';
import { scenes } from './scenes.ts';

/**
 * Opens the booth's real screen on a scripted bridge: `harness.html?scene=in-call&language=en&cameras=drawn`.
 * For pictures and tests only; nothing that ships imports it.
 */
const wanted = new URLSearchParams(location.search);
const name = (wanted.get('scene') ?? 'welcome') as keyof typeof scenes;
const language = wanted.get('language') === 'en' ? 'en' : 'zh-CN';
if (wanted.get('cameras') === 'drawn') addFakeCameras();

const fake = createFakeBridge({ ...scenes[name], language });
Object.assign(window, { boothBridge: fake.bridge, fakeBooth: fake });

await import('../main.tsx');
