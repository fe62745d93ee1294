// The camera: opened by a press, closed when a code was read, when it is asked for, and whenever the page is left.

import { ready, textIn } from "./reader.js";

const PAUSE = 120; // milliseconds between two looks, so that the phone stays cool

export class Camera {
  // `onState` is told: "opening", "on", "off", or why there is none: "denied", "none", "busy", "unable".
  constructor(video, library, onText, onState) {
    Object.assign(this, { video, library, onText, onState });
    this.turn = 0;
    this.canvas = document.createElement("canvas");
    document.addEventListener("visibilitychange", () => document.hidden && this.close());
    addEventListener("pagehide", () => this.close());
  }

  async open() {
    this.close();
    const turn = ++this.turn;
    this.tell("opening");
    try {
      await ready(this.library);
    } catch {
      return this.turn === turn && this.tell("unable");
    }
    let stream;
    try {
      if (!navigator.mediaDevices) throw new DOMException("no camera", "NotFoundError");
      const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch (error) {
      const states = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none" };
      return this.turn === turn && this.tell(states[error.name] ?? "busy");
    }
    if (this.turn !== turn) return stop(stream); // closed while the browser asked for permission
    this.stream = stream;
    stream.getVideoTracks()[0].addEventListener("ended", () => this.close());
    this.video.srcObject = stream;
    await this.video.play().catch(() => {});
    this.tell("on");
    await this.look(turn);
  }

  async look(turn) {
    while (this.turn === turn) {
      const { videoWidth, videoHeight } = this.video;
      const text = videoWidth ? await this.read(videoWidth, videoHeight) : null;
      if (this.turn !== turn) return;
      if (text) {
        this.close();
        this.onText(text);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async read(width, height) {
    try {
      return await textIn(this.video, width, height, this.library, this.canvas);
    } catch {
      return null; // a frame that could not be read; the next one may
    }
  }

  close() {
    this.turn++;
    if (this.stream) stop(this.stream);
    this.stream = null;
    this.video.srcObject = null;
    if (this.state === "on" || this.state === "opening") this.tell("off");
  }

  tell(state) {
    this.state = state;
    this.onState(state);
  }
}

function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
