import { useEffect } from "react";
import { ScrollView, Text, useRemoteRef } from "rill/sdk";

const LINES = Array.from({ length: 40 }, (_, number) => `Line ${number + 1} of the log`);

export default function Log() {
  const view = useRemoteRef<typeof ScrollView>();
  useEffect(() => {
    void view.call.scrollToEnd();
  }, []);
  return (
    <ScrollView ref={view} style={{ height: 6, border: "solid" }}>
      {LINES.map((line) => (
        <Text key={line}>{line}</Text>
      ))}
    </ScrollView>
  );
}
