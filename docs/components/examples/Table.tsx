import { useState } from "react";
import { Table } from "rill/sdk";

const FILES = Array.from({ length: 1_000 }, (_, number) => ({
  id: number,
  name: `report-${String(number).padStart(4, "0")}.pdf`,
  size: (number * 7919) % 90_000,
}));

export default function Files() {
  const [chosen, setChosen] = useState(2);
  const [sort, setSort] = useState<{ column: string; direction: "ascending" | "descending" }>({ column: "name", direction: "ascending" });
  const sign = sort.direction === "ascending" ? 1 : -1;
  const files = [...FILES].sort((a, b) => sign * (sort.column === "size" ? a.size - b.size : a.name < b.name ? -1 : 1));
  return (
    <Table
      data={files}
      keyExtractor={(file) => String(file.id)}
      columns={[
        { key: "name", title: "Name", sortable: true },
        { key: "size", title: "Size", width: 10, align: "end", sortable: true, render: (file) => `${(file.size / 1000).toFixed(1)} kB` },
      ]}
      sortBy={sort.column}
      sortDirection={sort.direction}
      onSort={setSort}
      selected={(file) => file.id === chosen}
      onItemPress={({ item }) => setChosen(item.id)}
      style={{ height: 8 }}
    />
  );
}
