import { SectionList, Text } from "rill/sdk";

const SECTIONS = [
  { title: "Fruit", data: ["Apple", "Cherry", "Pear"] },
  { title: "Vegetables", data: ["Carrot", "Leek", "Onion"] },
];

export default function Market() {
  return (
    <SectionList
      sections={SECTIONS}
      keyExtractor={(name) => name}
      cursor="item"
      renderSectionHeader={({ section }) => <Text style={{ bold: true, color: "primary" }}>{section.title}</Text>}
      renderItem={({ item }) => <Text>  {item}</Text>}
      style={{ height: 8 }}
    />
  );
}
