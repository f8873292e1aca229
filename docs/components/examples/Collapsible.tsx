import { Collapsible, Column, Text } from "rill/sdk";

export default function Questions() {
  return (
    <Column>
      <Collapsible title="How do I get a refund?" defaultOpen>
        <Text>Open the order and press Return. We answer within a day.</Text>
      </Collapsible>
      <Collapsible title="Where is my parcel?">
        <Text>Every order has a link to its carrier.</Text>
      </Collapsible>
    </Column>
  );
}
