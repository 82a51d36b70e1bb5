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

/** Puts drawn pictures where the booth's cameras would be. */
export function addFakeCameras(): void {
  const devices = navigator.mediaDevices;
  devices.enumerateDevices = async () => [
    ...CAMERAS.map((camera) => ({ ...camera, kind: 'videoinput' as const, groupId: '', toJSON: () => camera })),
    { deviceId: 'mic', label: 'Microphone', kind: 'audioinput', groupId: '', toJSON: () => ({}) },
  ];
  devices.getUserMedia = async (constraints) => {
    const video = typeof constraints?.video === 'object' ? constraints.video : null;
    if (!video) return new MediaStream([silence()]);
    const isPaper = JSON.stringify(video.deviceId).includes('paper');
    return new MediaStream([drawnTrack(isPaper ? 'paper' : { wall: '#d9cdb8', coat: '#4f6f8a', hair: '#3a2c26' })]);
  };
}
