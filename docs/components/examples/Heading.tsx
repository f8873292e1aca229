import { Column, Heading, Text } from "rill/sdk";

export default function Report() {
  return (
    <Column>
      <Heading>Sales of the year</Heading>
      <Text>What was sold, and where.</Text>
      <Heading level={2}>By region</Heading>
      <Text>The north leads.</Text>
      <Heading level={3}>North</Heading>
      <Text>1,204 orders.</Text>
    </Column>
  );
}
