// The least that is an Electron app: one sandboxed window of the booth's size with one line of text.
const { app, BrowserWindow } = require('electron');
const path = require('node:path');

app.setPath('userData', process.env.EMPTY_WINDOW_DATA);
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1080, height: 1920, frame: false });
  window.loadFile(path.join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
