// The least that is an Electron app: one sandboxed window of the booth's size with one line of text, or, with
// EMPTY_WINDOW_PAGES, such a window for each address in it (separated by spaces), from the left to the right of a display of
// their own: one that lies under another draws nothing.
const { app, BrowserWindow } = require('electron');
const path = require('node:path');

app.setPath('userData', process.env.EMPTY_WINDOW_DATA);
app.whenReady().then(() => {
  const open = (at = {}) => new BrowserWindow({ width: 1080, height: 1920, frame: false, ...at });
  const pages = process.env.EMPTY_WINDOW_PAGES?.split(' ') ?? [];
  if (pages.length === 0) open().loadFile(path.join(__dirname, 'index.html'));
  for (const [index, page] of pages.entries()) open({ x: 1080 * index, y: 0 }).loadURL(page);
});
app.on('window-all-closed', () => app.quit());
