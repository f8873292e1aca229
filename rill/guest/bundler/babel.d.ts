// What solid_dom.ts uses of packages that bring no types.

declare module "@babel/core" {
  export interface ParserOptions {
    plugins?: string[];
  }
  export function transformSync(source: string, options: Record<string, unknown>): { code: string | null; map: unknown } | null;
}

declare module "babel-preset-solid" {
  const preset: unknown;
  export default preset;
}
