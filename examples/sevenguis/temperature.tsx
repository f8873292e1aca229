// 7GUIs, task 2: degrees Celsius and Fahrenheit, each of which sets the other while it is written.

import { useState } from "react";
import { Column, Row, Text, TextInput } from "rill/sdk";
import { degreesOf, toCelsius, toFahrenheit, wordsOf } from "./degrees";

const FIELD = { width: 16 } as const;

export default function TemperatureConverter() {
  const [celsius, setCelsius] = useState("");
  const [fahrenheit, setFahrenheit] = useState("");

  // What is no number stays as it is written, marked, and the other field keeps what it has.
  const writeCelsius = (text: string) => {
    setCelsius(text);
    const degrees = degreesOf(text);
    if (degrees !== null) setFahrenheit(wordsOf(toFahrenheit(degrees)));
  };
  const writeFahrenheit = (text: string) => {
    setFahrenheit(text);
    const degrees = degreesOf(text);
    if (degrees !== null) setCelsius(wordsOf(toCelsius(degrees)));
  };

  return (
    <Column style={{ padding: [1, 2] }}>
      <Row style={{ gap: 1, align: "center" }}>
        <TextInput
          label="Celsius"
          autoFocus
          style={FIELD}
          value={celsius}
          invalid={isWrong(celsius)}
          onChange={({ value }) => writeCelsius(value)}
        />
        <Text>°C =</Text>
        <TextInput
          label="Fahrenheit"
          style={FIELD}
          value={fahrenheit}
          invalid={isWrong(fahrenheit)}
          onChange={({ value }) => writeFahrenheit(value)}
        />
        <Text>°F</Text>
      </Row>
    </Column>
  );
}

function isWrong(text: string): boolean {
  return text !== "" && degreesOf(text) === null;
}
