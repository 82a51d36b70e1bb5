import { tone } from './network-meter.ts';

/** For a real page: meters its line, and gives it a microphone that hears a tone without a pause. */
const getUserMedia = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (getUserMedia) {
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await getUserMedia(wanted);
    for (const track of stream.getAudioTracks()) {
      track.stop();
      stream.removeTrack(track);
      stream.addTrack(tone());
    }
    return stream;
  };
}
