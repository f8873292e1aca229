import { BarChart } from "rill/sdk";

export default function Sales() {
  return (
    <BarChart
      label="Orders by region"
      horizontal
      showValues
      bars={[
        { label: "North", value: 1204 },
        { label: "East", value: 830, color: "success" },
        { label: "South", value: 655, color: "warning" },
        { label: "West", value: 240, color: "error" },
      ]}
      style={{ height: 4 }}
    />
  );
}
