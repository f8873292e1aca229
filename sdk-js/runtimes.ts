// The runtimes that are built: what each is made of and what it offers to bundles. A new runtime is an entry here, a file in src that
// the entry names, and its types (build_types.ts).

export interface RuntimeSource {
  /** As a manifest names it: `runtime` in package.json or pyproject.toml. */
  readonly name: string;
  /** The file that makes the guest and puts its module table together. */
  readonly entry: string;
  /** The module whose `/jsx-runtime` a bundle's JSX calls. */
  readonly jsxImportSource: string;
  /** All that `require` reaches in a bundle. */
  readonly modules: readonly string[];
  /** The module of the components, or null where guests write HTML tags. */
  readonly sdk: string | null;
  /** Which code the JSX pass of `rill build` writes for it; none where guests write HTML tags. */
  readonly emission?: "react" | "solid";
  /** Types of host components that functions among the SDK's components create, beside the constants. A test compares it with what they do. */
  readonly creates: Readonly<Record<string, readonly string[]>>;
  /** Packages that become a part of it, whose licences ask to be shipped with it. */
  readonly licensed: readonly string[];
}

export const RUNTIMES: readonly RuntimeSource[] = [
  {
    name: "react",
    entry: "src/runtime_react.ts",
    jsxImportSource: "react",
    modules: ["react", "react/jsx-runtime", "react/jsx-dev-runtime", "rill/sdk", "rill/templates"],
    sdk: "rill/sdk",
    emission: "react",
    creates: {
      FlatList: ["FlatList", "ListItem", "Slot"],
      RillErrorBoundary: ["Text"],
      SectionList: ["ListItem", "SectionList", "Slot", "Text"],
      Table: ["Slot", "Table", "TableRow"],
      Tree: ["Slot", "Tree", "TreeItem"],
    },
    licensed: ["react", "react-reconciler", "core-js-pure"],
  },
  {
    name: "solid",
    entry: "src/runtime_solid.ts",
    jsxImportSource: "rill/sdk/solid",
    modules: ["solid-js", "solid-js/store", "solid-js/web", "rill/sdk/solid", "rill/sdk", "rill/templates", "rill/sdk/solid/jsx-runtime"],
    sdk: "rill/sdk/solid",
    emission: "solid",
    creates: {
      ErrorBoundary: ["Text"],
      FlatList: ["FlatList", "ListItem", "Slot"],
      RillErrorBoundary: ["Text"],
      SectionList: ["ListItem", "SectionList", "Slot", "Text"],
      Table: ["Slot", "Table", "TableRow"],
      Tree: ["Slot", "Tree", "TreeItem"],
    },
    licensed: ["solid-js", "core-js-pure"],
  },
  {
    name: "preact",
    entry: "src/runtime_preact.ts",
    jsxImportSource: "preact",
    modules: ["preact", "preact/hooks", "preact/compat", "preact/jsx-runtime", "preact/jsx-dev-runtime", "rill/host"],
    sdk: null,
    creates: {},
    licensed: ["preact", "core-js-pure"],
  },
  {
    name: "solid-dom",
    entry: "src/runtime_solid_dom.ts",
    jsxImportSource: "solid-js",
    modules: ["solid-js", "solid-js/store", "solid-js/web", "rill/host"],
    sdk: null,
    creates: {},
    licensed: ["solid-js", "core-js-pure"],
  },
  {
    name: "vue",
    entry: "src/runtime_vue.ts",
    jsxImportSource: "vue",
    modules: ["vue", "vue/jsx-runtime", "vue/jsx-dev-runtime", "rill/host"],
    sdk: null,
    creates: {},
    licensed: ["vue", "@vue/reactivity", "@vue/runtime-core", "@vue/runtime-dom", "@vue/shared", "core-js-pure"],
  },
];
