import { drawnTrack } from './drawn-picture.ts';

const CAMERAS = [
  { deviceId: 'face', label: 'Drawn face camera' },
  { deviceId: 'paper', label: 'Drawn document camera' },
];

function silence(): MediaStreamTrack {
  const [track] = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
  if (!track) throw new Error('no audio track');
  return track;
}

const SOUND_OUT = [
  { deviceId: 'box', label: 'Built-in loudspeaker' },
  { deviceId: 'ear', label: 'USB headphones' },
];

/** Puts drawn pictures where the booth's cameras would be; `plugHeadphones()` plugs headphones in. */
export function addFakeCameras(): void {
  const devices = navigator.mediaDevices;
  let outputs = 1;
  Object.assign(globalThis, {
    plugHeadphones: () => {
      outputs = SOUND_OUT.length;
      devices.dispatchEvent(new Event('devicechange'));
    },
  });
  HTMLMediaElement.prototype.setSinkId = async () => undefined;
  devices.enumerateDevices = async () => [
    ...CAMERAS.map((camera) => ({ ...camera, kind: 'videoinput' as const, groupId: '', toJSON: () => camera })),
    ...SOUND_OUT.slice(0, outputs).map((out) => ({
      ...out,
      kind: 'audiooutput' as const,
      groupId: '',
      toJSON: () => out,
    })),
    { deviceId: 'mic', label: 'Microphone', kind: 'audioinput', groupId: '', toJSON: () => ({}) },
  ];
  devices.getUserMedia = async (constraints) => {
    const video = typeof constraints?.video === 'object' ? constraints.video : null;
    if (!video) return new MediaStream([silence()]);
    const isPaper = JSON.stringify(video.deviceId).includes('paper');
    return new MediaStream([drawnTrack(isPaper ? 'paper' : { wall: '#d9cdb8', coat: '#4f6f8a', hair: '#3a2c26' })]);
  };
}
