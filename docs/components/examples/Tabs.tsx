import { useState } from "react";
import { Switch, Tab, Tabs, Text } from "rill/sdk";

export default function Settings() {
  const [page, setPage] = useState("general");
  return (
    <Tabs value={page} onChange={({ value }) => setPage(value)}>
      <Tab name="general" title="General">
        <Switch defaultValue>Check for updates</Switch>
      </Tab>
      <Tab name="keys" title="Keys">
        <Text>Ctrl+S saves.</Text>
      </Tab>
      <Tab name="team" title="Team" disabled>
        <Text>Only for teams.</Text>
      </Tab>
    </Tabs>
  );
}
