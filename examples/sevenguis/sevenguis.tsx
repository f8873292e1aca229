// All seven tasks of 7GUIs on one screen, each on a page of its own.

import { Tab, Tabs } from "rill/sdk";
import Cells from "./cells";
import CircleDrawer from "./circles";
import Counter from "./counter";
import Crud from "./crud";
import FlightBooker from "./flights";
import TemperatureConverter from "./temperature";
import Timer from "./timer";

export default function SevenGuis() {
  return (
    <Tabs style={{ height: "100%" }}>
      <Tab name="counter" title="Counter">
        <Counter />
      </Tab>
      <Tab name="temperature" title="Temperature">
        <TemperatureConverter />
      </Tab>
      <Tab name="flights" title="Flights">
        <FlightBooker />
      </Tab>
      <Tab name="timer" title="Timer">
        <Timer />
      </Tab>
      <Tab name="crud" title="CRUD">
        <Crud />
      </Tab>
      <Tab name="circles" title="Circles">
        <CircleDrawer />
      </Tab>
      <Tab name="cells" title="Cells">
        <Cells />
      </Tab>
    </Tabs>
  );
}
