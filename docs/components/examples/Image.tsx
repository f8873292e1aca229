import { Image } from "rill/sdk";
import sunset from "./sunset.png";

export default function Picture() {
  return <Image source={sunset} alt="The sun above the sea" style={{ width: 48, height: 12 }} />;
}
