// Draws the map of inputs: zoom, pan, colours with shapes, and areas whose inputs are listed.
const box = document.querySelector("[data-map]");
const canvas = box.querySelector("canvas");
const pen = canvas.getContext("2d");
const legend = box.querySelector("[data-map-legend]");
const COLOURS = ["#0b6e64", "#b3541e", "#2b5fb8", "#8e2f7a", "#5d6b12", "#a3213a", "#3d3d8f", "#6b4a1d"];
const SHAPES = ["●", "■", "▲", "◆", "▼", "✚", "★", "✖"];
const NONE = { colour: "#8a9593", shape: "·" };
let data, colouring = "theme", selecting = false, drag = null;
const hidden = new Set(), fingers = new Map();
const view = { x: 0, y: 0, zoom: 1 };

const place = { theme: 2, element: 3, unit: 4 };
const names = () => ({ theme: data.themes, element: data.elements, unit: data.units })[colouring];
const look = (n) => n < 0 ? NONE : { colour: COLOURS[n % COLOURS.length], shape: SHAPES[(n + Math.floor(n / COLOURS.length)) % SHAPES.length] };
// The map is stretched to its frame: far distances and directions mean nothing.
const scale = () => [canvas.clientWidth, canvas.clientHeight].map((edge) => (edge / data.side) * view.zoom);
const middle = () => [canvas.clientWidth / 2, canvas.clientHeight / 2];
const toScreen = (x, y) => { const [sx, sy] = scale(), [cx, cy] = middle(); return [(x - view.x) * sx + cx, (y - view.y) * sy + cy]; };
const toMap = (px, py) => { const [sx, sy] = scale(), [cx, cy] = middle(); return [(px - cx) / sx + view.x, (py - cy) / sy + view.y]; };

let asked = 0;
const draw = () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(paint); };

function paint() {
  const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const size = Math.max(1.6, Math.min(7, 1.5 * Math.sqrt(view.zoom) + (data.points.length < 1500 ? 2.5 : 0)));
  const at = place[colouring];
  let shown = 0;
  for (const point of data.points) {
    const n = point[at];
    if (hidden.has(n)) continue;
    const [x, y] = toScreen(point[0], point[1]);
    if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
    shown += 1;
    mark(look(n), x, y, size);
  }
  if (drag?.area) {
    const [[x0, y0], [x1, y1]] = drag.area;
    pen.strokeStyle = "#1d2b29";
    pen.setLineDash([5, 4]);
    pen.strokeRect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
    pen.setLineDash([]);
  }
  canvas.dataset.shown = shown;
}

function mark({ colour, shape }, x, y, r) {
  pen.fillStyle = colour;
  pen.beginPath();
  if (shape === "●") pen.arc(x, y, r, 0, 7);
  else if (shape === "·") pen.arc(x, y, r * 0.6, 0, 7);
  else if (shape === "■") pen.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "▲") path([[0, -1.3], [1.2, 1], [-1.2, 1]], x, y, r);
  else if (shape === "▼") path([[0, 1.3], [1.2, -1], [-1.2, -1]], x, y, r);
  else if (shape === "◆") path([[0, -1.4], [1.1, 0], [0, 1.4], [-1.1, 0]], x, y, r);
  else if (shape === "✚") { pen.rect(x - r * 1.3, y - r * 0.45, r * 2.6, r * 0.9); pen.rect(x - r * 0.45, y - r * 1.3, r * 0.9, r * 2.6); }
  else if (shape === "★") path([[0, -1.6], [0.4, -0.4], [1.6, 0], [0.4, 0.4], [0, 1.6], [-0.4, 0.4], [-1.6, 0], [-0.4, -0.4]], x, y, r);
  else path([[-1.3, -0.8], [-0.8, -1.3], [0, -0.5], [0.8, -1.3], [1.3, -0.8], [0.5, 0], [1.3, 0.8], [0.8, 1.3], [0, 0.5], [-0.8, 1.3], [-1.3, 0.8], [-0.5, 0]], x, y, r);
  pen.fill();
}

function path(corners, x, y, r) {
  corners.forEach(([dx, dy], n) => pen[n ? "lineTo" : "moveTo"](x + dx * r, y + dy * r));
}

function fillLegend() {
  const counts = new Map();
  for (const point of data.points) counts.set(point[place[colouring]], (counts.get(point[place[colouring]]) || 0) + 1);
  legend.replaceChildren(...[...counts].sort((a, b) => b[1] - a[1]).map(([n, count]) => {
    const item = document.createElement("li"), label = document.createElement("label");
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: !hidden.has(n) });
    const sign = Object.assign(document.createElement("span"), { textContent: look(n).shape });
    sign.style.color = look(n).colour;
    sign.setAttribute("aria-hidden", "true");
    tick.addEventListener("change", () => { hidden[tick.checked ? "delete" : "add"](n); draw(); });
    label.append(tick, " ", sign, ` ${n < 0 ? data.without[colouring] || "–" : names()[n]} (${count})`);
    item.append(label);
    return item;
  }));
}

function zoomBy(factor, px, py) {
  const [cx, cy] = middle();
  const before = toMap(px ?? cx, py ?? cy);
  view.zoom = Math.min(60, Math.max(0.8, view.zoom * factor));
  const after = toMap(px ?? cx, py ?? cy);
  view.x += before[0] - after[0];
  view.y += before[1] - after[1];
  draw();
}

function list([x0, y0], [x1, y1]) {
  const edge = (n) => Math.round(Math.min(data.side, Math.max(0, n)));
  const [a, b] = [toMap(x0, y0), toMap(x1, y1)];
  const area = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])].map(edge);
  // What the legend has switched off is not on the map, so it is not in the list.
  const without = hidden.size ? `&warna=${colouring}&tanpa=${[...hidden]}` : "";
  window.htmx.ajax("GET", `${box.dataset.list}?kotak=${area}${without}`, { target: "#daftar-peta", swap: "outerHTML" });
  document.querySelector("#kabar").textContent = box.dataset.chosen;
}

const listVisible = () => list([0, 0], [canvas.clientWidth, canvas.clientHeight]);
function reset() {
  Object.assign(view, { x: data.side / 2, y: data.side / 2, zoom: 1 });
  draw();
}

const spot = (event) => { const edge = canvas.getBoundingClientRect(); return [event.clientX - edge.left, event.clientY - edge.top]; };
const spread = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, spot(event));
  drag = fingers.size === 1
    ? { from: spot(event), area: selecting || event.shiftKey ? [spot(event), spot(event)] : null, moved: false }
    : { apart: spread() };
});
canvas.addEventListener("pointermove", (event) => {
  if (!drag || !fingers.has(event.pointerId)) return;
  const [x, y] = spot(event), [ox, oy] = fingers.get(event.pointerId);
  fingers.set(event.pointerId, [x, y]);
  if (fingers.size > 1) {
    const [a, b] = [...fingers.values()];
    zoomBy(spread() / drag.apart, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    drag.apart = spread();
    return;
  }
  drag.moved ||= Math.hypot(x - drag.from?.[0], y - drag.from?.[1]) > 4;
  if (drag.area) drag.area[1] = [x, y];
  else { const [sx, sy] = scale(); view.x -= (x - ox) / sx; view.y -= (y - oy) / sy; }
  draw();
});
for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => {
  fingers.delete(event.pointerId);
  if (fingers.size) return;
  const done = drag;
  drag = null;
  draw();
  if (end === "pointercancel" || !done?.from) return;
  const [x, y] = spot(event);
  if (done.area && done.moved) list(...done.area);
  else if (!done.moved) list([x - 12, y - 12], [x + 12, y + 12]);
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomBy(Math.exp(-event.deltaY / 400), ...spot(event));
}, { passive: false });
canvas.addEventListener("keydown", (event) => {
  const [across, down] = scale().map((each) => 60 / each);
  const act = {
    ArrowLeft: () => { view.x -= across; }, ArrowRight: () => { view.x += across; },
    ArrowUp: () => { view.y -= down; }, ArrowDown: () => { view.y += down; },
    "+": () => zoomBy(1.4), "=": () => zoomBy(1.4), "-": () => zoomBy(0.714),
    0: reset, Enter: listVisible,
  }[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
  draw();
});
for (const button of box.querySelectorAll("[data-map-zoom]")) button.addEventListener("click", () => zoomBy(Number(button.dataset.mapZoom)));
box.querySelector("[data-map-reset]").addEventListener("click", reset);
box.querySelector("[data-map-visible]").addEventListener("click", listVisible);
box.querySelector("[data-map-select]").addEventListener("click", ({ currentTarget }) => {
  selecting = !selecting;
  currentTarget.setAttribute("aria-pressed", selecting);
});
box.querySelector("[data-map-colour]").addEventListener("change", ({ currentTarget }) => {
  colouring = currentTarget.value;
  hidden.clear();
  fillLegend();
  draw();
});
new ResizeObserver(() => data && draw()).observe(canvas);

fetch(box.dataset.map).then((answer) => answer.ok ? answer.json() : Promise.reject(answer)).then((found) => {
  data = found;
  box.hidden = false;
  fillLegend();
  reset();
}).catch(() => { document.querySelector("#kabar").textContent = box.dataset.failed; });
