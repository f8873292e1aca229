import { Markdown } from "rill/sdk";

const TEXT = `
# Release 2.1

Faster, and **safer**:

- guests start from an *image*
- see the [notes](https://example.com/notes)

| target | time |
|---|---|
| terminal | 4 ms |
| browser | 9 ms |
`;

export default function Notes() {
  return <Markdown text={TEXT} onLinkPress={({ href }) => console.log(href)} />;
}
