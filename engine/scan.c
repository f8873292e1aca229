// Counts a MessagePack value without making anything of it: the door check for an outbox whose control block cannot be
// trusted. Knows nothing of JavaScript, keeps no state and does not recurse.

#include <stdbool.h>
#include <stddef.h>

#include "control.h"

enum {
    SCAN_OK = 0,
    SCAN_MALFORMED = 3,
    SCAN_VALUES = 4,
    SCAN_EXTENSIONS = 5,
    SCAN_DEPTH = 6,
};

// Extensions whose payload is itself one MessagePack value (docs/guest-abi.md, section 5).
enum { EXTENSION_ERROR = 3, EXTENSION_MAP = 4, EXTENSION_SET = 5 };

enum { SCAN_DEPTH_MAX = 1024, SCAN_FRAMES_MAX = 2 * SCAN_DEPTH_MAX + 2 };

typedef struct {
    uint64_t remaining;     // values still expected
    uint32_t end;           // where an extension's payload must end; 0 for a container
    bool keyed;             // a map: the next value is a key when an even number remains
} Frame;

static Frame frames[SCAN_FRAMES_MAX];

// Keys of maps are strings. Python's dict takes quadratic time for integers and arrays that were chosen for it: their hashes
// have no secret, those of strings have.
static bool is_string(uint8_t head) {
    return (head >= 0xa0 && head <= 0xbf) || (head >= 0xd9 && head <= 0xdb);
}

static uint32_t read_big_endian(const uint8_t *bytes, uint32_t width) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < width; i++) value = value << 8 | bytes[i];
    return value;
}

EXPORT(rill_scan)
int32_t rill_scan(uint32_t address, uint32_t size, uint32_t values_max, uint32_t extensions_max, uint32_t depth_max) {
    const uint8_t *bytes = (const uint8_t *)(uintptr_t)address;
    uint32_t at = 0, values = 0, extensions = 0, depth = 0, top = 0;

    if (depth_max > SCAN_DEPTH_MAX) depth_max = SCAN_DEPTH_MAX;
    frames[0] = (Frame){.remaining = 1, .end = size};
    for (;;) {
        while (frames[top].remaining == 0) {
            if (frames[top].end == 0) {
                depth--;
            } else if (frames[top].end != at) {
                return SCAN_MALFORMED;
            }
            if (top-- == 0) {
                control[CONTROL_VALUES] = values;
                control[CONTROL_EXTENSIONS] = extensions;
                return SCAN_OK;
            }
        }
        bool key = frames[top].keyed && frames[top].remaining % 2 == 0;
        frames[top].remaining--;
        if (at >= size) return SCAN_MALFORMED;
        if (++values > values_max) return SCAN_VALUES;

        uint8_t head = bytes[at++];
        if (key && !is_string(head)) return SCAN_MALFORMED;
        uint32_t width = 0;         // bytes of the length field
        uint32_t payload = 0;       // bytes that belong to the value itself
        uint64_t children = 0;
        bool container = false, keyed = false, extension = false;

        if (head <= 0x7f || head >= 0xe0) {
            continue;
        } else if (head <= 0x8f) {
            container = keyed = true, children = 2 * (uint64_t)(head & 15);
        } else if (head <= 0x9f) {
            container = true, children = head & 15;
        } else if (head <= 0xbf) {
            payload = head & 31;
        } else {
            switch (head) {
            case 0xc0: case 0xc2: case 0xc3: continue;
            case 0xc1: return SCAN_MALFORMED;
            case 0xc4: case 0xd9: width = 1; break;
            case 0xc5: case 0xda: width = 2; break;
            case 0xc6: case 0xdb: width = 4; break;
            case 0xc7: width = 1, extension = true; break;
            case 0xc8: width = 2, extension = true; break;
            case 0xc9: width = 4, extension = true; break;
            case 0xcc: case 0xd0: payload = 1; break;
            case 0xcd: case 0xd1: payload = 2; break;
            case 0xca: case 0xce: case 0xd2: payload = 4; break;
            case 0xcb: case 0xcf: case 0xd3: payload = 8; break;
            case 0xd4: case 0xd5: case 0xd6: case 0xd7: case 0xd8:
                payload = 1u << (head - 0xd4), extension = true;
                break;
            case 0xdc: container = true, width = 2; break;
            case 0xdd: container = true, width = 4; break;
            case 0xde: container = keyed = true, width = 2; break;
            case 0xdf: container = keyed = true, width = 4; break;
            }
            if (width) {
                if (size - at < width) return SCAN_MALFORMED;
                uint32_t length = read_big_endian(bytes + at, width);
                at += width;
                if (container) {
                    children = keyed ? 2 * (uint64_t)length : length;
                } else {
                    payload = length;
                }
            }
        }
        if (container) {
            if (children > size - at) return SCAN_MALFORMED;
            if (++depth > depth_max) return SCAN_DEPTH;
            if (++top >= SCAN_FRAMES_MAX) return SCAN_DEPTH;
            frames[top] = (Frame){.remaining = children, .keyed = keyed};
            continue;
        }
        if (extension) {
            if (++extensions > extensions_max) return SCAN_EXTENSIONS;
            if (at >= size) return SCAN_MALFORMED;
            uint8_t type = bytes[at++];
            if (size - at < payload) return SCAN_MALFORMED;
            if (type == EXTENSION_ERROR || type == EXTENSION_MAP || type == EXTENSION_SET) {
                if (payload == 0) return SCAN_MALFORMED;
                if (++top >= SCAN_FRAMES_MAX) return SCAN_DEPTH;
                frames[top] = (Frame){.remaining = 1, .end = at + payload};
                continue;
            }
        }
        if (size - at < payload) return SCAN_MALFORMED;
        at += payload;
    }
}
