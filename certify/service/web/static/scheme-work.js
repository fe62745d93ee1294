// Line numbers that follow the text, and a way from a fault to its place. The page does without either.
const source = document.getElementById("source");
const numbers = document.querySelector(".numbers");

let shown = source.value.split("\n").length;

source.addEventListener("input", () => {
  const lines = source.value.split("\n").length;
  if (lines === shown) return;
  shown = lines;
  numbers.textContent = Array.from({ length: lines }, (_, place) => `${place + 1}\n`).join("");
  source.rows = lines + 3;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  const line = Number(link.dataset.line);
  const lines = source.value.split("\n");
  const begins = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const at = begins + Math.min(Number(link.dataset.column) - 1, (lines[line - 1] ?? "").length);
  source.focus({ preventScroll: true });
  source.setSelectionRange(at, begins + (lines[line - 1] ?? "").length);
  const height = source.getBoundingClientRect().height / source.rows;
  window.scrollTo({ top: window.scrollY + source.getBoundingClientRect().top + (line - 6) * height });
});
