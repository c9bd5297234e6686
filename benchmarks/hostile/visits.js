// Runs in every frame before anything of the page: notes what a string of the collections would call,
// and what the policy stopped. The tab itself loads pages in frames and looks at each.
(() => {
  const own = { ran: [], blocked: [] };
  const note = (list, what) => { try { top.visits.found[list].push(`${what} on ${location.href}`); } catch {} };
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => note("ran", name);
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => note("blocked", `${violatedDirective} ${blockedURI}`));
  if (window !== top) return;

  const NEVER = /^(iframe|object|embed|base|template|style|foreignobject|math|applet|frameset|audio|video)$/i;
  const HANDLER = /^on|^style$|^srcdoc$|^formaction$/i;

  function isSafe(url, page) {
    return !URL.canParse(url, page.baseURI) || ["http:", "https:", "mailto:"].includes(new URL(url, page.baseURI).protocol);
  }

  function isOurs(one, page) {
    if (NEVER.test(one.localName) || one.getAttributeNames().some((name) => HANDLER.test(name))) return false;
    if (one.localName === "a") return isSafe(one.getAttribute("href") ?? "", page);
    if (one.localName === "form") return one.action.startsWith(location.origin);
    if (one.localName === "script") return one.type === "application/ld+json" || one.src.startsWith(location.origin);
    return true;
  }

  /** What a document holds that no page of ours does. */
  function faultsOf(frame, name) {
    const page = frame.contentDocument;
    if (!page) return [`${name}: went to another host`];
    return [...page.querySelectorAll("*")].filter((one) => !isOurs(one, page)).map((one) => `${name}: ${one.outerHTML}`);
  }

  function load(frame, address) {
    return new Promise((loaded) => { frame.onload = loaded; frame.src = address; });
  }

  /** Waits until a search, where the page has one, is answered. */
  function answered(frame) {
    const status = frame.contentDocument?.querySelector(".search-found [role=status]");
    if (!status || status.dataset.state === "done") return null;
    return new Promise((done) => {
      const watcher = new MutationObserver(() => { if (status.dataset.state === "done") { watcher.disconnect(); done(); } });
      watcher.observe(status, { attributeFilter: ["data-state"] });
    });
  }

  function opened() { return document.body.appendChild(document.createElement("iframe")); }

  /** Loads pages, so many at a time, and looks at each when its scripts are done. */
  async function visit(pages, count) {
    const queue = [...pages];
    const faults = [];
    await Promise.all(Array.from({ length: count }, async () => {
      const frame = opened();
      while (queue.length) {
        const address = queue.pop();
        await load(frame, address);
        await answered(frame);
        faults.push(...faultsOf(frame, address));
      }
      frame.remove();
    }));
    return faults;
  }

  /** Types one query after another into the search page, and looks at what comes of each. */
  async function ask(address, queries) {
    const frame = opened();
    await load(frame, address);
    await answered(frame);
    const page = frame.contentDocument;
    for (const part of page.querySelectorAll(".facet")) part.open = true;
    const field = page.getElementById("dateline:search-query");
    const faults = [];
    for (const query of queries) {
      field.value = query;
      field.form.requestSubmit();
      await answered(frame);
      faults.push(...faultsOf(frame, query));
      const said = page.querySelector("[role=status]").textContent;
      if (/failed|missing/.test(said)) faults.push(`${query}: ${said}`);
    }
    frame.remove();
    return faults;
  }

  window.visits = { found: own, visit, ask };
})();
