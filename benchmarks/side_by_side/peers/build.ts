// Bundles the host and the guests of the peers into `.build`, by the bundler's own Bun: React and Preact as they are in production.

const result = await Bun.build({
  entrypoints: ["host.ts", "json_react_guest.tsx", "remote_dom_preact_guest.tsx", "remote_dom_react_guest.tsx"].map((name) => `${import.meta.dir}/${name}`),
  outdir: `${import.meta.dir}/.build`,
  target: "node",
  format: "esm",
  conditions: ["production"],
  define: { "process.env.NODE_ENV": '"production"' },
});
if (!result.success) throw new AggregateError(result.logs, "bundling the peers failed");
