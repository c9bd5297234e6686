// Pointer, wheel and keys on the timeline.

/**
 * What pointer and wheel do: zoom about a place from 0 to 1, move by a share of what is shown, open
 * a bar by its name.
 *
 * @typedef {object} PointerActions
 * @property {(factor: number, place: number) => void} zoom
 * @property {(share: number) => void} move
 * @property {(name: string | undefined) => void} open
 * @property {() => boolean} isWhole
 */

/**
 * What keys do: beside the same, step to the next bar one way or the other.
 *
 * @typedef {object} KeyActions
 * @property {(factor: number) => void} zoom
 * @property {(share: number) => void} move
 * @property {(way: number) => void} step
 * @property {() => void} showFirst
 * @property {() => void} showLast
 * @property {() => void} showAll
 * @property {() => void} open
 */

const STEP = 1.4; // how much one turn of the wheel or one key zooms
const SCROLLING = 300; // ms after the page moved in which the wheel still moves the page
const SLACK = 4; // px that a click may move

/**
 * Drags move, the wheel and two fingers zoom, clicks open what has no link.
 *
 * @param {HTMLElement} box
 * @param {PointerActions} actions
 */
export function listenToPointer(box, { zoom, move, open, isWhole }) {
  /** @type {Map<number, number>} */
  const held = new Map(); // pointer → where it was
  let hasMoved = false;
  let lastScroll = -Infinity;
  const placeOf = (/** @type {number} */ x) =>
    (x - box.getBoundingClientRect().left) / box.clientWidth;

  addEventListener("scroll", () => {
    lastScroll = performance.now();
  }, { passive: true });
  box.addEventListener("wheel", (event) => {
    const { deltaX, deltaY } = event;
    const isSideways = Math.abs(deltaX) > Math.abs(deltaY);
    if (performance.now() - lastScroll < SCROLLING || (!isSideways && deltaY > 0 && isWhole())) {
      return;
    }
    event.preventDefault();
    if (isSideways) move(deltaX / box.clientWidth);
    else zoom(deltaY < 0 ? STEP : 1 / STEP, placeOf(event.clientX));
  }, { passive: false });

  box.addEventListener("pointerdown", ({ button, pointerId, clientX }) => {
    if (button) return;
    held.set(pointerId, clientX);
    hasMoved = false;
  });
  box.addEventListener("pointermove", ({ pointerId, clientX }) => {
    const before = held.get(pointerId);
    if (before === undefined || Math.abs(clientX - before) < (hasMoved ? 1 : SLACK)) return;
    hasMoved = true;
    box.setPointerCapture(pointerId);
    held.set(pointerId, clientX);
    const other = [...held].find(([pointer]) => pointer !== pointerId)?.[1];
    if (other === undefined) move((before - clientX) / box.clientWidth);
    else {zoom(
        Math.abs(clientX - other) / Math.max(1, Math.abs(before - other)),
        placeOf((clientX + other) / 2),
      );}
  });
  const release = (/** @type {PointerEvent} */ { pointerId }) => held.delete(pointerId);
  box.addEventListener("pointerup", release);
  box.addEventListener("pointercancel", release);
  box.addEventListener("click", (event) => {
    if (hasMoved) event.preventDefault(); // the end of a drag is no click on the bar below it
    else {
      const target = /** @type {Element} */ (event.target);
      open(target.closest("g[data-name]")?.getAttribute("data-name") ?? undefined);
    }
    hasMoved = false;
  });
  box.addEventListener("dragstart", (event) => event.preventDefault());
}

/**
 * Arrows go from bar to bar, with Shift they move the time shown; the rest is in the page's hint.
 *
 * @param {HTMLElement} box
 * @param {KeyActions} actions
 */
export function listenToKeys(box, { zoom, move, step, showFirst, showLast, showAll, open }) {
  /** @type {Record<string, (isShift: boolean) => void>} */
  const keys = {
    ArrowLeft: (isShift) => (isShift ? move(-0.5) : step(-1)),
    ArrowRight: (isShift) => (isShift ? move(0.5) : step(1)),
    ArrowUp: () => zoom(STEP),
    ArrowDown: () => zoom(1 / STEP),
    "+": () => zoom(STEP),
    "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP),
    Home: showFirst,
    End: showLast,
    Escape: showAll,
    0: showAll,
    Enter: open,
  };
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key](event.shiftKey);
  });
}
