import { useState } from "react";
import { Button, Toast, View } from "rill/sdk";

// picture: 60x9
export default function Save() {
  const [saved, setSaved] = useState(true);
  return (
    <View style={{ height: 9 }}>
      <Button onPress={() => setSaved(true)}>Save</Button>
      {saved && (
        <Toast title="Saved" severity="success" durationMs={0} onClose={() => setSaved(false)}>
          report.pdf is on your disk.
        </Toast>
      )}
    </View>
  );
}
