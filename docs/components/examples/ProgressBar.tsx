import { Column, ProgressBar } from "rill/sdk";

export default function Upload() {
  return (
    <Column style={{ gap: 1 }}>
      <ProgressBar label="Upload" progress={640} total={1000} showPercentage />
      <ProgressBar label="Checked" progress={1} />
    </Column>
  );
}
