// Counts what is rendered in guests once the page was read, and keeps what breaks the page's policy.
(() => {
  const seen = { mutations: [], violations: [] };
  window.rillSeen = seen;
  document.addEventListener("securitypolicyviolation", (event) => {
    seen.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
  });
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    // Marks that only tell where a text begins, and what a script adds beside what the server renders, are not the guest.
    const isOfGuest = (node) => node.nodeType !== Node.COMMENT_NODE && !(node instanceof Element && node.hasAttribute("data-m-own"));
    const observer = new MutationObserver((records) => {
      for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
        const nodes = [...addedNodes, ...removedNodes].filter(isOfGuest);
        if (type === "childList" && nodes.length === 0) continue;
        if (target instanceof Element && target.closest("[data-m-own]") !== null) continue;
        seen.mutations.push([type, target.nodeName, attributeName ?? "", ...nodes.map((node) => node.nodeName)].join(" ").trim());
      }
    });
    for (const root of document.querySelectorAll(".rill"))
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  });
})();
