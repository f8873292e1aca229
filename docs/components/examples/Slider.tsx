import { useState } from "react";
import { Slider } from "rill/sdk";

export default function Volume() {
  const [volume, setVolume] = useState(40);
  return <Slider label="Volume" min={0} max={100} step={5} value={volume} onChange={({ value }) => setVolume(value)} showValue />;
}
