import { Tree } from "rill/sdk";

type Item = { name: string; inside?: Item[] };

const FOLDERS: Item[] = [
  { name: "docs", inside: [{ name: "guide.md" }, { name: "protocol.md" }] },
  { name: "src", inside: [{ name: "app.tsx" }, { name: "parts", inside: [{ name: "list.tsx" }] }] },
  { name: "README.md" },
];

export default function Files() {
  return (
    <Tree
      data={FOLDERS}
      getChildren={(item) => item.inside}
      keyExtractor={(item) => item.name}
      render={(item) => ({ text: item.name, icon: item.inside ? "folder" : "document" })}
      defaultExpanded={new Set(["docs"])}
      onItemPress={({ item }) => console.log(item.name)}
      style={{ height: 8 }}
    />
  );
}
