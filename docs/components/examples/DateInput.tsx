import { useState } from "react";
import { DateInput } from "rill/sdk";

export default function Departure() {
  const [day, setDay] = useState("2025-03-14");
  return <DateInput label="Departure" value={day} min="2025-01-01" onChange={({ value }) => setDay(value)} />;
}
