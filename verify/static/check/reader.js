// The text of the QR code in a picture: by the browser's own detector, else by a library that is served from here.

const LARGEST = 1600; // pixels on the longer side; more takes longer and finds no more

let found; // the promise of a function from a canvas to a text or null

// Makes ready; rejects where neither can be had. `library` is the address of the library's module.
export const ready = (library) => (found ??= detector().then((own) => own ?? fromLibrary(library)).catch((error) => {
  found = undefined;
  throw error;
}));

async function detector() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!formats?.includes("qr_code")) return null;
  const detect = new BarcodeDetector({ formats: ["qr_code"] });
  return async (canvas) => (await detect.detect(canvas))[0]?.rawValue ?? null;
}

async function fromLibrary(library) {
  const { decodeQR } = await import(library);
  return async (canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, width, height);
    try {
      return decodeQR({ width, height, data });
    } catch {
      return null; // it throws where there is no code, or none that can be read
    }
  };
}

// The text in a picture or in the frame that a video shows, or null.
export async function textIn(source, width, height, library, canvas = document.createElement("canvas")) {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return (await ready(library))(canvas);
}
