// Her own voice, recorded only while she sees it. What it makes is a file like any other.

// The plain form first: Safari says that it can write webm as well, and then plays none of it.
const FORMS = [
  ["audio/mp4;codecs=mp4a.40.2", "m4a"],
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];
const BITS = 32_000;
const EVERY = 5_000;
export const LONGEST = 10 * 60_000;

export const canRecord = () =>
  Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);

const chosen = () => FORMS.find(([form]) => MediaRecorder.isTypeSupported?.(form));

export class Voice {
  // Ask for the microphone and begin; fails with the browser's reason if there is none.
  static async begin() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    return new Voice(stream);
  }

  constructor(stream) {
    this.stream = stream;
    this.began = Date.now();
    const [mimeType, ending] = chosen() ?? [undefined, "m4a"];
    this.ending = ending;
    this.recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    this.parts = [];
    this.recorder.ondataavailable = ({ data }) => data.size && this.parts.push(data);
    this.stopped = new Promise((resolve) => (this.recorder.onstop = resolve));
    // In short parts: what was said by then is there, even if the end is cut off.
    this.recorder.start(EVERY);
    this.limit = setTimeout(() => this.stop(), LONGEST);
  }

  // End it and let go of the microphone; resolves with the file.
  async stop() {
    clearTimeout(this.limit);
    if (this.recorder.state !== "inactive") this.recorder.stop();
    await this.stopped;
    for (const track of this.stream.getTracks()) track.stop();
    const at = new Date(this.began).toISOString().slice(0, 16).replace(/[-:T]/g, "");
    const name = `voice-${at}.${this.ending}`;
    return new File(this.parts, name, { type: this.recorder.mimeType });
  }
}
