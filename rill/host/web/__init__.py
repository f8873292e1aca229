"""The web adapter: guests in browsers, rendered on the server and kept live over one WebSocket."""
