// JSX of guests that use Solid: elements are components of the host, and there are no HTML tags.

/** What Solid's own declarations import from their `jsx.d.ts`. */
export namespace JSX {
  /** A component's output as the host has it. Opaque: it is put between tags and nowhere else. */
  interface HostElement {
    readonly isHostNode: true;
  }
  interface ArrayElement extends Array<Element> {}
  interface FunctionElement {
    (): Element;
  }
  /** What may stand between tags, and what components return. */
  type Element = HostElement | ArrayElement | FunctionElement | (string & {}) | number | bigint | boolean | null | undefined;
  type ElementType = (props: any) => Element;
  interface ElementClass {}
  interface ElementAttributesProperty {}
  interface ElementChildrenAttribute {
    children: {};
  }
  interface IntrinsicAttributes {}
  interface IntrinsicElements {}
}
