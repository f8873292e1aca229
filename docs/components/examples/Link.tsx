import { Column, Link, Text } from "rill/sdk";

export default function Help() {
  return (
    <Column>
      <Text>
        Read the <Link href="https://example.com/handbook">handbook</Link>, or write to{" "}
        <Link href="mailto:help@example.com">help@example.com</Link>.
      </Text>
      <Link onPress={() => console.log("more")}>Show more</Link>
    </Column>
  );
}
