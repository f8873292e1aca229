import { useState } from "react";
import { Divider, Menu, MenuItem, Text, View } from "rill/sdk";

// picture: 44x11 keys: tab enter
export default function FileMenu() {
  const [last, setLast] = useState("nothing");
  return (
    <View style={{ height: 11 }}>
      <Menu title="File">
        <MenuItem icon="document" shortcut="Ctrl+N" onPress={() => setLast("new")}>
          New
        </MenuItem>
        <MenuItem icon="save" shortcut="Ctrl+S" onPress={() => setLast("save")}>
          Save
        </MenuItem>
        <Divider />
        <MenuItem checked onPress={() => setLast("wrap")}>
          Wrap lines
        </MenuItem>
        <MenuItem disabled>Print</MenuItem>
      </Menu>
      <Text>Last: {last}</Text>
    </View>
  );
}
