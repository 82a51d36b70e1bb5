/** The room as it is: what makes speech pleasant would make silence look like a fault. */
const RAW_SOUND: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Work with a microphone opened for that alone, and shut again whatever happens. */
export async function withMicrophone<T>(
  work: (context: AudioContext, analyser: AnalyserNode, track: MediaStreamTrack) => Promise<T>,
): Promise<T> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: RAW_SOUND });
  const context = new AudioContext();
  try {
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException('the microphone gave no track', 'NotFoundError');
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    context.createMediaStreamSource(stream).connect(analyser);
    return await work(context, analyser, track);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  }
}

/** Samples of the next `lastsMs`, in windows of the analyser put one behind the other. */
export async function record(
  context: AudioContext,
  analyser: AnalyserNode,
  lastsMs: number,
  signal: AbortSignal,
): Promise<{ samples: Float32Array }> {
  const windowMs = (analyser.fftSize / context.sampleRate) * 1000;
  const windows: Float32Array[] = [];
  for (let index = 0; index < Math.ceil(lastsMs / windowMs); index++) {
    await new Promise((resolve) => setTimeout(resolve, windowMs));
    signal.throwIfAborted();
    const window = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(window);
    windows.push(window);
  }
  const samples = new Float32Array(windows.length * analyser.fftSize);
  windows.forEach((window, index) => {
    samples.set(window, index * analyser.fftSize);
  });
  return { samples };
}
