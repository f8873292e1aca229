import { useState } from "react";
import { RadioGroup } from "rill/sdk";

export default function Delivery() {
  const [way, setWay] = useState("post");
  return (
    <RadioGroup
      label="Delivery"
      options={[
        { value: "post", label: "By post, 3 days" },
        { value: "express", label: "Express, tomorrow" },
        { value: "shop", label: "Fetch it from the shop", disabled: true },
      ]}
      value={way}
      onChange={({ value }) => setWay(value)}
    />
  );
}
