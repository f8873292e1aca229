import { useState } from "react";
import { Select, Text, View } from "rill/sdk";

const COUNTRIES = ["Denmark", "France", "Italy", "Portugal", "Spain"].map((name) => ({ value: name.toLowerCase(), label: name }));

// picture: 50x12 keys: tab enter
export default function Country() {
  const [country, setCountry] = useState("france");
  return (
    <View style={{ height: 11 }}>
      <Select label="Country" options={COUNTRIES} value={country} onChange={({ value }) => setCountry(value)} />
      <Text>Chosen: {country}</Text>
    </View>
  );
}
