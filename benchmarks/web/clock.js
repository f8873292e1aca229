// Adds up what handlers of socket messages and of animation frames take. Runs before any script of the page.
(() => {
  let spent = 0;
  const timed = (handler) => typeof handler !== "function" ? handler : function (...args) {
    const begun = performance.now();
    try { return handler.apply(this, args); } finally { spent += performance.now() - begun; }
  };
  const add = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (type, handler, options) {
    return add.call(this, type, type === "message" ? timed(handler) : handler, options);
  };
  const message = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", { ...message, set(handler) { message.set.call(this, timed(handler)); } });
  const frame = window.requestAnimationFrame;
  window.requestAnimationFrame = (handler) => frame.call(window, timed(handler));
  window.rillSpent = () => { const found = spent; spent = 0; return found; };
})();
