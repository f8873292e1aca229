// Looks at a page's elements for what keeps people from using it, and returns it in words. An expression: a function.
() => {
  const wrong = [];
  const say = (what, element) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const ids = new Map();
  for (const element of document.querySelectorAll("[id]")) {
    if (ids.has(element.id)) say("two elements with one id", element);
    ids.set(element.id, element);
  }
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant", "aria-owns", "for"])
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of element.getAttribute(name).split(/\s+/).filter(Boolean))
        if (!ids.has(id)) say(`${name} leads to nothing`, element);
  for (const element of document.querySelectorAll("[tabindex]"))
    if (element.tabIndex > 0) say("a place of its own in the order of the Tab key", element);
  for (const element of document.querySelectorAll("a[href] a[href], button button, a button, button a[href]")) say("one control in another", element);
  for (const element of document.querySelectorAll("[aria-hidden=true]"))
    if (element.matches("a[href], button, input, select, textarea, [tabindex='0']") || element.querySelector("a[href], button:not([tabindex='-1']), input:not([tabindex='-1']), select, textarea"))
      say("hidden from assistive technology, and takes the focus", element);
  if (!document.documentElement.lang) wrong.push("the page does not say its language");
  if (!document.title) wrong.push("the page has no title");

  const channels = (color) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const known = new Map();
  const read = (color) => known.get(color) ?? known.set(color, channels(color)).get(color);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const over = ([r, g, b, a], [x, y, z]) => { a /= 255; return [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 255]; };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const color = read(getComputedStyle(at).backgroundColor);
      if (color[3]) layers.push(color);
      if (color[3] === 255) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 255]);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (seen.has(element) || !walk.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    seen.add(element);
    if (element.closest(":disabled, [aria-disabled=true], script, style, template, noscript, svg, option")) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const style = getComputedStyle(element);
    const below = behind(element);
    const [one, other] = [luminance(over(read(style.color), below)), luminance(below)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) say(`contrast of ${contrast.toFixed(2)} (${style.color} on ${below.slice(0, 3).map(Math.round)})`, element);
  }
  return wrong;
}
