// core-js-pure has no declarations of its own. These are the two entries that a guest's globals use.

declare module "core-js-pure/actual/url" {
  const URL: new (url: string, base?: string) => object;
  export default URL;
}

declare module "core-js-pure/actual/url-search-params" {
  const URLSearchParams: new (init?: unknown) => object;
  export default URLSearchParams;
}
