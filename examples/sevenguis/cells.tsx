// 7GUIs, task 7: a spreadsheet of 26 columns and 100 lines. What it computes is in `spreadsheet`; here it is shown.

import { useState, useSyncExternalStore } from "react";
import { type CellContent, Column, Row, Table, type TableColumnOf, Text } from "rill/sdk";
import { type Cell, COLUMNS, Fault, type Line, Spreadsheet, wordsOf } from "./spreadsheet";

const WELCOME = {
  A0: "Apples", B0: "3", C0: "0.40", D0: "=B0*C0",
  A1: "Pears", B1: "5", C1: "0.55", D1: "=B1*C1",
  A2: "Plums", B2: "12", C2: "0.15", D2: "=B2*C2",
  A4: "Total", B4: "=sum(B0:B2)", D4: "=sum(D0:D2)",
  A5: "Average", D5: "=D4/B4",
};

const HEAD: TableColumnOf<Line> = {
  key: "line",
  title: "",
  width: 4,
  align: "end",
  heading: true,
  render: (_line, index) => index,
};
const LETTERS = Array.from({ length: COLUMNS }, (_, column) => ({
  key: String.fromCharCode(65 + column),
  title: String.fromCharCode(65 + column),
  width: 10,
  editable: true,
  render: (line: Line): CellContent => contentOf(line[column] as Cell),
}));
const TABLE_COLUMNS = [HEAD, ...LETTERS];

type CellsProps = {
  /** What is written in the cells to begin with, such as `{"A0": "=1+2"}`. */
  cells?: Readonly<Record<string, string>>;
};

export default function Cells({ cells = WELCOME }: CellsProps) {
  const [sheet] = useState(() => new Spreadsheet(cells));
  const lines = useSyncExternalStore(sheet.subscribe, () => sheet.lines);
  const [cursor, setCursor] = useState("A0");
  const { text, value } = sheet.cell(cursor);

  return (
    <Column style={{ height: "100%" }}>
      <Row style={{ gap: 2, padding: [0, 1] }}>
        <Text id="cursor" style={{ bold: true, minWidth: 3 }}>
          {cursor}
        </Text>
        <Text id="formula" numberOfLines={1} style={{ grow: 1 }}>
          {text || " "}
        </Text>
        <Text id="fault" role="status" numberOfLines={1} style={{ color: "error" }}>
          {value instanceof Fault ? value.reason : ""}
        </Text>
      </Row>
      <Table
        label="Cells"
        autoFocus
        style={{ grow: 1 }}
        data={lines}
        columns={TABLE_COLUMNS}
        keyExtractor={(_line, index) => String(index)}
        cursor="cell"
        fixedColumns={1}
        onCellCursor={({ index, column }) => setCursor(`${column}${index}`)}
        onEdit={({ index, column, value }) => sheet.write(`${column}${index}`, value)}
      />
      <Text style={{ color: "muted", padding: [0, 1] }}>
        Enter, typing or a double press changes a cell. Formulas: =A0+1, =sum(A0:B9)/2
      </Text>
    </Column>
  );
}

function contentOf({ text, value }: Cell): CellContent {
  const words = wordsOf(value);
  if (value instanceof Fault) return { text: words, editText: text, color: "error" };
  if (typeof value !== "number") return words;
  return { text: words, editText: text, align: "end" };
}
