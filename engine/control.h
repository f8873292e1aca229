// The control block: the words through which host and guest speak beside the message and the outbox. Its layout is
// docs/guest-abi.md, section 2; nothing else may be shared between the two sides.

#ifndef RILL_CONTROL_H
#define RILL_CONTROL_H

#include <stdint.h>

enum {
    CONTROL_ABI,
    CONTROL_DEADLINE,
    CONTROL_OUTBOX,
    CONTROL_OUTBOX_SIZE,
    CONTROL_VALUES,
    CONTROL_EXTENSIONS,
    CONTROL_HEAP_USED,
    CONTROL_OUTBOX_MAX,
    CONTROL_VALUES_MAX,
    CONTROL_EXTENSIONS_MAX,
    CONTROL_DEPTH_MAX,
    CONTROL_SEED,           // two words
    CONTROL_CLOCK = 13,     // two words, a float64
    CONTROL_REST = 15,
    CONTROL_WORDS = 16,
};

enum { ABI_VERSION = 2 };

// Volatile because a host thread writes the deadline word while the guest runs.
extern volatile uint32_t control[CONTROL_WORDS];

// Milliseconds since 1970. Stands still until the host or the core moves it.
extern double clock_ms;

#define EXPORT(name) __attribute__((export_name(#name), used, visibility("default")))

#endif
