/** Voice notes: recorded where there is a microphone, else a prepared sound of a kentongan. */

const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const SAMPLE = { url: "/page/kentongan.ogg", seconds: 4 };

/** A running recording {seconds(), stop(), cancel()}; null where there is no microphone or no leave to use it. */
export async function record() {
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") return null;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {});
  const parts = [];
  const began = performance.now();
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  const seconds = () => (performance.now() - began) / 1000;
  const end = () =>
    new Promise((resolve) => {
      recorder.addEventListener("stop", resolve, { once: true });
      recorder.stop();
      for (const track of stream.getTracks()) track.stop();
    });
  return {
    seconds,
    async stop() {
      const length = Math.max(1, Math.round(seconds()));
      await end();
      const type = recorder.mimeType.split(";")[0];
      return {
        file: new File(parts, type.endsWith("ogg") ? "suara.ogg" : "suara.webm", { type }),
        seconds: length,
      };
    },
    cancel: end,
  };
}

/** The prepared sound, as a file to send. */
export async function sample() {
  const response = await fetch(SAMPLE.url);
  const bytes = await response.blob();
  return { file: new File([bytes], "kentongan.ogg", { type: "audio/ogg" }), seconds: SAMPLE.seconds };
}
