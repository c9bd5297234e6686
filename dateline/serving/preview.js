// Reloads the page when the archive was built again; shows what is wrong with a save that was not.

/** @param {string[]} problems */
function panel(problems) {
  document.getElementById("dateline:problems")?.remove();
  if (!problems.length) return;
  const box = document.createElement("aside");
  box.id = "dateline:problems";
  box.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.textContent = "Not built: the last good version is shown";
  const list = document.createElement("pre");
  list.textContent = problems.join("\n");
  box.append(title, list);
  document.body.prepend(box);
}

function watch() {
  /** @type {number | null} */
  let loaded = null;
  const events = new EventSource(new URL("events", import.meta.url));
  events.addEventListener("message", (event) => {
    /** @type {{ built: number, problems: string[] }} */
    const state = JSON.parse(event.data);
    if (loaded !== null && state.built !== loaded) location.reload();
    loaded = state.built;
    panel(state.problems);
  });
}

watch();
