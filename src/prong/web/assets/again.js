// A question that got no answer, because the workbench was being started again or was busy, is asked again
// with what the page says by then. What would change something is never sent again by itself.
(() => {
  const WAITS = [500, 1000, 2000, 4000, 4000, 4000, 8000, 8000, 8000, 8000];
  const tries = new Map();
  const say = (text) => { document.getElementById("unanswered").textContent = text; };

  function unanswered(event) {
    const { requestConfig } = event.detail;
    const { elt, triggeringEvent: asked } = requestConfig;
    if (requestConfig.verb !== "get" || !asked) {
      say("The workbench is not answering. What you sent was not taken in; send it again.");
      return;
    }
    const tried = tries.get(elt) || 0;
    if (tried >= WAITS.length) {
      tries.delete(elt);
      say("The workbench is not answering. See whether it is still running, and load the page again.");
      return;
    }
    tries.set(elt, tried + 1);
    say("The workbench is not answering; trying again.");
    setTimeout(() => { if (elt.isConnected && tries.get(elt) === tried + 1) htmx.trigger(elt, asked.type); }, WAITS[tried]);
  }

  document.addEventListener("htmx:sendError", unanswered);
  document.addEventListener("htmx:timeout", unanswered);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig } = event.detail;
    if (event.detail.xhr.status === 503) {
      event.detail.shouldSwap = false;
      unanswered(event);
      return;
    }
    tries.delete(requestConfig.elt);
    // What is wrong with a question is said above, and what stands on the page stays.
    const fault = event.detail.xhr.status >= 400 && new DOMParser()
      .parseFromString(event.detail.serverResponse, "text/html").querySelector("main .faults");
    if (fault && requestConfig.verb === "get") {
      event.detail.shouldSwap = false;
      say([...fault.children].map((one) => one.querySelector("b").textContent).join(" "));
    } else if (tries.size === 0) {
      say("");
    }
  });
})();
