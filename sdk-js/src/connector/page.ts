// What the server wrote into the page for the connector: one meta element with JSON, which is data whatever is in it.

export interface Config {
  readonly version: number;
  /** Address of the live socket; a path is one of the page's own server. */
  readonly socket: string;
  /** Addresses of modules by name, and the names of those that the page needs at once. */
  readonly modules: Readonly<Record<string, string>>;
  readonly use: readonly string[];
  readonly guests: readonly { readonly token: string; readonly sequence: number }[];
  /** What is said aloud, in the page's language. */
  readonly words?: { readonly offline?: string };
}

export const config = JSON.parse(document.querySelector<HTMLMetaElement>("meta[name=rill]")!.content) as Config;
