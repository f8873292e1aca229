import { LineChart } from "rill/sdk";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export default function Year() {
  return (
    <LineChart
      label="Orders of two years"
      labels={MONTHS}
      series={[
        { name: "2024", data: [12, 15, 19, 22, 30, 41, 44, 39, 31, 25, 18, 14] },
        { name: "2025", data: [16, 18, 25, 31, 38, 46, 58, 55, 40, 33, 26, 21] },
      ]}
      style={{ height: 14 }}
    />
  );
}
