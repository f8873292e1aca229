/** @jsxImportSource preact */
// The elements of HTML that do something by themselves, and a line for each event that the program hears.

import { useState } from "preact/hooks";

const HEARD = ["click", "dblclick", "input", "change", "submit", "reset", "invalid", "toggle", "cancel"] as const;

export default function Elements() {
  const [heard, setHeard] = useState<readonly string[]>([]);
  const [open, setOpen] = useState(false);
  const [isOpen, setIsOpen] = useState(true);
  const [text, setText] = useState("");
  const [choice, setChoice] = useState("b");

  const hear = (event: Event): void => {
    const target = event.target as HTMLInputElement;
    const more = event as Event & { entries?: readonly (readonly [string, string])[]; key?: string };
    const said = more.entries?.map(([name, value]) => `${name}=${value}`).join("&") ?? more.key;
    const holds = target.type === "checkbox" || target.type === "radio" ? target.checked : target.value;
    setHeard((before) => [...before, [event.type, target.id || target.localName, holds, said].filter((word) => word !== undefined && word !== "").join(" ")]);
  };
  const all = Object.fromEntries(HEARD.map((type) => [`on${type[0]!.toUpperCase()}${type.slice(1)}`, hear]));

  return (
    <>
      <h1>Elements</h1>
      <form id="form" onSubmit={hear} onReset={hear} aria-labelledby="title">
        <fieldset>
          <legend id="title">About you</legend>
          <p>
            <label for="name">Name</label> <input id="name" name="name" required minlength={2} onChange={hear} onInvalid={hear} />
          </p>
          <p>
            <label>
              Mail <input id="mail" type="email" name="email" onInput={hear} onKeyDown={(event) => event.key === "Enter" && hear(event)} />
            </label>
          </p>
          <p>
            <label>
              <input id="news" type="checkbox" name="news" value="yes" onClick={hear} onChange={hear} /> Send me news
            </label>
          </p>
          <p>
            {["a", "b", "c"].map((name) => (
              <label key={name}>
                <input id={`size-${name}`} type="radio" name="size" value={name} checked={name === "b"} onChange={hear} /> {name}{" "}
              </label>
            ))}
          </p>
          <p>
            <label for="colour">Colour</label>{" "}
            <select id="colour" name="colour" value={choice} onChange={(event) => (setChoice(event.currentTarget.value), hear(event))}>
              <optgroup label="Warm">
                <option value="a">Red</option>
                <option value="b">Orange</option>
              </optgroup>
              <option>Blue</option>
            </select>{" "}
            <output for="colour">{choice}</output>
          </p>
          <p>
            <label for="words">Words</label> <textarea id="words" name="words" rows={3} onChange={hear}>{"one\ntwo"}</textarea>
          </p>
          <p>
            <label for="much">How much</label> <input id="much" type="range" name="much" min="0" max="10" onChange={hear} />{" "}
            <meter value={0.7}>70 %</meter> <progress value={0.4} />
          </p>
          <button name="with" value="send">
            Send
          </button>{" "}
          <button type="reset">Put back</button> <button type="button" disabled>Never</button>
        </fieldset>
      </form>
      <p>
        <label for="upper">Upper case</label>{" "}
        <input id="upper" value={text} onInput={(event) => setText(event.currentTarget.value.toUpperCase())} />
      </p>
      <details id="more" open={isOpen} onToggle={(event) => (setIsOpen((event.currentTarget as HTMLDetailsElement).open), hear(event))}>
        <summary>More</summary>
        <p>What there is to say.</p>
      </details>
      <p>
        <button id="ask" onClick={() => setOpen(true)}>
          Ask
        </button>{" "}
        <button id="close" onClick={() => setIsOpen(false)}>
          Fold
        </button>{" "}
        <a id="inside" href="#end" onClick={hear}>
          To the end
        </a>{" "}
        <a id="outside" href="https://example.com/">
          Outside
        </a>{" "}
        <a id="mine" href="/somewhere" onClick={hear}>
          Mine
        </a>
      </p>
      <dialog id="question" open={open} {...(open ? { modal: true } : {})} onCancel={(event: Event) => (setOpen(false), hear(event))}>
        <p>Are you sure?</p>
        <button onClick={() => setOpen(false)}>Yes</button>
      </dialog>
      <div id="around" {...all}>
        <b id="bold">Bold</b> <span>beside it</span>
      </div>
      <table>
        <caption>Numbers</caption>
        <thead>
          <tr>
            <th>Name</th>
            <th>Number</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>One</td>
            <td>1</td>
          </tr>
          <tr aria-selected="true">
            <td>Two</td>
            <td>2</td>
          </tr>
        </tbody>
      </table>
      <blockquote>
        A <q>quotation</q> with <code>code</code>, <kbd>Enter</kbd>, <mark>a mark</mark>, <del>old</del> and <ins>new</ins>.
      </blockquote>
      <pre>{"\nfirst line empty\n  indented"}</pre>
      <ol start={3}>
        <li>Three</li>
        <li>Four</li>
      </ol>
      <h2 id="end">The end</h2>
      <ul id="heard">
        {heard.map((line, at) => (
          <li key={at}>{line}</li>
        ))}
      </ul>
    </>
  );
}
