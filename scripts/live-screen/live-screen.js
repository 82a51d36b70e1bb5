// Shows the booth's screen and sends touches back. `io` comes from the script that the server of Socket.IO serves itself.
const socket = window.io({ transports: ['websocket'] });
const canvas = document.querySelector('canvas');
const context = canvas.getContext('2d');

socket.on('connect', () => {
  document.body.dataset.link = 'up';
});
socket.on('disconnect', () => {
  document.body.dataset.link = 'lost';
});

/** Size of the booth's page in its own CSS pixels; touches are sent in these. */
let screenSize = { width: 1, height: 1 };

socket.on('frame', async ({ jpeg, width, height }, shown) => {
  const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
  screenSize = { width, height };
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  context.drawImage(picture, 0, 0);
  picture.close();
  shown();
});

/** Fingers that are down, by pointer id; a mouse counts as one. */
const fingers = new Map();

function send(type) {
  socket.emit('touch', { type, points: [...fingers].map(([id, point]) => ({ id, ...point })) });
}

function place(event) {
  const box = canvas.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * screenSize.width,
    y: ((event.clientY - box.top) / box.height) * screenSize.height,
  };
}

canvas.addEventListener('pointerdown', (event) => {
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, place(event));
  send('touchStart');
});
canvas.addEventListener('pointermove', (event) => {
  if (!fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, place(event));
  send('touchMove');
});
for (const [name, type] of [
  ['pointerup', 'touchEnd'],
  ['pointercancel', 'touchCancel'],
]) {
  canvas.addEventListener(name, (event) => {
    // Chromium's protocol ends a gesture with the last finger only; one of several that lifts is a move of those that stay.
    if (fingers.delete(event.pointerId)) send(fingers.size > 0 ? 'touchMove' : type);
  });
}
canvas.addEventListener('contextmenu', (event) => event.preventDefault());
