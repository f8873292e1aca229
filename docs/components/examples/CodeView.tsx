import { CodeView } from "rill/sdk";

const CODE = `async def main() -> None:
    async with Engine() as engine:
        await Dashboard(engine).run_async()
`;

export default function Listing() {
  return <CodeView code={CODE} language="python" lineNumbers highlightLines={[2]} />;
}
