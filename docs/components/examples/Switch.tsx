import { useState } from "react";
import { Switch } from "rill/sdk";

export default function Theme() {
  const [dark, setDark] = useState(true);
  return (
    <Switch value={dark} onChange={({ value }) => setDark(value)}>
      Dark mode
    </Switch>
  );
}
