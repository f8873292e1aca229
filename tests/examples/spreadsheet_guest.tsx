// The spreadsheet without a screen: writes what the host says, and tells what that led to.

import { Text, useHostEvent, useSendToHost } from "rill/sdk";
import { useState } from "react";
import { Fault, Spreadsheet, wordsOf } from "../../examples/sevenguis/spreadsheet";

export default function SpreadsheetGuest() {
  const [sheet] = useState(() => new Spreadsheet());
  const send = useSendToHost();
  useHostEvent<{ key: string; text: string }>("WRITE", ({ key, text }) => send("recomputed", sheet.write(key, text)));
  useHostEvent<{ key: string }>("READ", ({ key }) => {
    const { text, value } = sheet.cell(key);
    send("cell", { text, shown: wordsOf(value), fault: value instanceof Fault ? value.reason : null });
  });
  return <Text>A spreadsheet</Text>;
}
