const WIDTH = 960;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 5;

export interface PersonColours {
  readonly wall: string;
  readonly coat: string;
  readonly hair: string;
}

function drawPerson(context: CanvasRenderingContext2D, colours: PersonColours): void {
  const { wall, coat, hair } = colours;
  const shape = (fill: string, path: string) => {
    context.fillStyle = fill;
    context.fill(new Path2D(path));
  };
  context.fillStyle = wall;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  shape('rgb(255 255 255 / 25%)', 'M0 0h300v720H0z');
  shape(hair, 'M330 330c0-150 60-210 150-210s150 60 150 210c0 90 10 130 20 160H310c10-30 20-70 20-160z');
  shape('#e3b492', 'M430 400h100v120H430z');
  shape('#f0c6a4', 'M370 300c0-100 40-150 110-150s110 50 110 150-50 170-110 170-110-70-110-170z');
  shape(hair, 'M365 300c10-90 60-120 140-130 60 10 90 60 92 130-60-10-100-30-120-70-20 40-60 60-112 70z');
  shape(coat, 'M200 720c0-150 70-210 200-230l80 70 80-70c130 20 200 80 200 230z');
  shape('#ffffff', 'M400 490l80 70 80-70-80 140z');
  shape('#17232b', 'M424 318a9 9 0 1 1 18 0 9 9 0 1 1-18 0zM518 318a9 9 0 1 1 18 0 9 9 0 1 1-18 0z');
  shape('#9c4b36', 'M440 398q40 34 80 0-40 14-80 0z');
}

function drawPaper(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#3a2f28';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#fdfbf2';
  context.fillRect(120, 60, 720, 600);
  context.strokeStyle = '#b08a3c';
  context.lineWidth = 10;
  context.strokeRect(140, 80, 680, 560);
  context.fillStyle = '#17232b';
  context.textAlign = 'center';
  context.font = '600 54px "Noto Sans SC Variable"';
  context.fillText('营业执照（演示）', WIDTH / 2, 190);
  context.textAlign = 'left';
  context.font = '30px "Noto Sans SC Variable"';
  [
    '统一社会信用代码  91440101MA5EXAMPLE',
    '名称  演示商贸有限公司',
    '类型  有限责任公司',
    '住所  演示区长堤路 1 号',
  ].forEach((line, index) => {
    context.fillText(line, 210, 290 + index * 62);
  });
  context.fillStyle = '#a3211b';
  context.beginPath();
  context.arc(690, 540, 62, 0, 2 * Math.PI);
  context.globalAlpha = 0.7;
  context.fill();
  context.globalAlpha = 1;
}

/** A live picture that is drawn, so that pictures of screens show something like a room with people. */
export function drawnTrack(what: PersonColours | 'paper'): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context');
  const draw = () => (what === 'paper' ? drawPaper(context) : drawPerson(context, what));
  draw();
  setInterval(draw, 1000 / FRAMES_PER_SECOND);
  const [track] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  if (!track) throw new Error('the canvas gave no track');
  return track;
}

/** The same paper as a photo, as a technician's step would bring it. */
export function drawnPhoto(): { readonly mimeType: 'image/png'; readonly bytes: Uint8Array<ArrayBuffer> } {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context');
  drawPaper(context);
  const base64 = canvas.toDataURL('image/png').split(',')[1] ?? '';
  return { mimeType: 'image/png', bytes: Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)) };
}
